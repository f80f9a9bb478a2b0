// Which models the list shows, and in which order. Pure.
import { familyName } from '../../../stores/models/familyName';
import type { ModelRecord, Origin } from '../../../stores/models/record';
import type { ModelSort } from '../../../stores/models/tags';

export interface ModelFilter {
  readonly search: string;
  readonly origin: Origin | 'all';
  readonly family: string;
  readonly tag: string;
}

export const NO_FILTER: ModelFilter = { search: '', origin: 'all', family: '', tag: '' };

type Tags = Readonly<Record<string, readonly string[]>>;

export const tagsOf = (tags: Tags, { key }: Pick<ModelRecord, 'key'>): readonly string[] =>
  tags[key.slice(key.indexOf(':') + 1)] ?? [];

export const familyOf = ({ config }: ModelRecord): string => (config ? familyName(config) : '');

export function shownModels(
  models: readonly ModelRecord[],
  tags: Tags,
  { search, origin, family, tag }: ModelFilter,
  sort: ModelSort,
): ModelRecord[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = models.filter((model) => {
    if (origin !== 'all' && model.origin !== origin) return false;
    if (family !== '' && familyOf(model) !== family) return false;
    const own = tagsOf(tags, model);
    if (tag !== '' && !own.includes(tag)) return false;
    const text = [model.name, familyOf(model), model.loaded?.source.name, ...own]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return found.sort(ORDER[sort]);
}

/** What is not known stands last. */
const ORDER: Record<ModelSort, (a: ModelRecord, b: ModelRecord) => number> = {
  newest: (a, b) => (a.dateMs === b.dateMs ? 0 : b.dateMs - a.dateMs),
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  smallest: (a, b) => (a.parameters ?? Infinity) - (b.parameters ?? Infinity) || 0,
  best: (a, b) => distance(a) - distance(b) || 0,
};

/** From the least loss that is possible, where that is known; of classifiers the share that is wrong. */
const distance = ({ accuracy, loss, floor }: ModelRecord): number =>
  accuracy === null ? (loss ?? Number.MAX_VALUE) - (floor ?? 0) : 1 - accuracy;
