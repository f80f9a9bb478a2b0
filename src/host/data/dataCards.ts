// From a data set's card and the list of its files on the hub to what is opened: the files of the split that
// is learned from and of the one that is measured on, with the columns and classes that the card names.
import { heldOutSplits, type DataCard, type DataSplit } from '../../experiments/cards/dataCard';
import { DataError } from '../../training/data/errors';
import type { HubFile } from '../../training/data/sources/hub';
import type { RemoteFile, RemoteRequest, SourcePreset } from './sourceRequest';

/** `heldOut`: a split's name; the card's usual one where left out. @throws DataError hub_no_files | hidden_split */
export function cardRequest(
  card: DataCard,
  files: readonly HubFile[],
  heldOut?: string,
): RemoteRequest {
  const measured = heldOut === undefined ? heldOutSplits(card)[0] : splitNamed(card, heldOut);
  return {
    kind: 'url',
    ...fileOf(card, card.splits[0]!, files),
    ...(measured && { heldOut: { ...fileOf(card, measured, files), split: measured.name } }),
    preset: presetOf(card),
  };
}

function splitNamed(card: DataCard, name: string): DataSplit {
  const others = card.splits.slice(1);
  const found = others.find((split) => split.name === name);
  if (found && !found.isHidden) return found;
  const known = heldOutSplits(card).map((split) => split.name);
  const fields = { split: name, name: card.title, known: known.join(', ') || '–' };
  throw new DataError(found ? 'hidden_split' : 'unknown_split', fields);
}

/**
 * All files of a split: sorted by label, one alone may hold a single class. Of a text the first, which is
 * like the others.
 */
function fileOf(
  { repository, use }: DataCard,
  { files: start }: DataSplit,
  files: readonly HubFile[],
): RemoteFile {
  const [first, ...parts] = files
    .filter(({ path }) => path.startsWith(start) && path.endsWith('.parquet'))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ url, checksum }) => ({ url, checksum }));
  if (!first) throw new DataError('hub_no_files', { name: repository, place: start });
  return use.kind === 'examples' && parts.length > 0 ? { ...first, parts } : first;
}

function presetOf({ id, use }: DataCard): SourcePreset {
  if (use.kind === 'text') return { card: id, text: use.column };
  const { mapping, labels, metrics } = use;
  return { card: id, examples: mapping, classNames: { [mapping.result]: labels }, metrics };
}
