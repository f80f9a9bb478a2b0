// The hub from the command line: models and data sets by the names of their cards, or `owner/name`.
import { findDataCard } from '../../experiments/cards/dataCards';
import { findModelCard } from '../../experiments/cards/modelCards';
import type { FoundExamples } from '../../training/data/examples/exampleRows';
import { HUB_ADDRESS } from '../../training/data/sources/hub';
import { DataLibrary } from '../data/dataLibrary';
import { TextLibrary } from '../data/textLibrary';
import { ModelHub } from '../models/modelHub';

/** As huggingface_hub has it: a mirror, or a hub on this machine. */
const hubAddress = (): string => process.env.HF_ENDPOINT?.replace(/\/+$/, '') ?? HUB_ADDRESS;

const REPOSITORY = /^\w[\w.-]*\/\w[\w.-]*$/;

/** The repository that a name on the command line means; undefined where it means none. */
export const modelRepository = (name: string): string | undefined =>
  findModelCard(name)?.repository ?? (REPOSITORY.test(name) ? name : undefined);

export const openModelHub = (): ModelHub => new ModelHub({ address: hubAddress() });

export interface CardExamples {
  readonly found: FoundExamples;
  readonly repository: string;
  /** That is measured on; a share of the training split where it has none. */
  readonly split: string | undefined;
}

/** @throws DataError */
export async function readCard(id: string, heldOut?: string): Promise<CardExamples> {
  const library = new DataLibrary(new TextLibrary(), hubAddress());
  const { repository } = findDataCard(id)!;
  const wanted = { kind: 'card', card: id, ...(heldOut !== undefined && { heldOut }) } as const;
  const source = await library.openSource(wanted, () => undefined);
  const { sourceId, reading, examples } = source;
  const found = await library.examplesOf(sourceId, reading, examples!);
  return { found, repository, split: source.heldOut?.split };
}
