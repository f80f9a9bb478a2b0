// The figures of a stage over its seeds, and whether the teacher was of use.
import { meanOf, stdOf } from '../../../training/evaluate/statistics';
import type { WriterResult, WriterRow } from '../../protocol/writer';

export interface OverSeeds {
  readonly mean: number;
  /** Null with fewer than two seeds. */
  readonly std: number | null;
}

export function overSeeds(
  { seeds }: Pick<WriterRow, 'seeds'>,
  text: 'domain' | 'general',
): OverSeeds {
  const losses = seeds.map((seed) => seed[text].loss);
  return { mean: meanOf(losses), std: losses.length < 2 ? null : stdOf(losses) };
}

export interface WriterVerdict {
  readonly seeds: number;
  /** Seeds with which the distilled student has the lower loss on the domain. */
  readonly wins: number;
  readonly alone: number;
  readonly distilled: number;
  /** Of INT8 above the distilled student, as a share of its loss. */
  readonly packedChange: number | null;
}

/** Seed by seed; null until both students have one in common. */
export function writerVerdict({ rows }: Pick<WriterResult, 'rows'>): WriterVerdict | null {
  const of = (id: WriterRow['id']) =>
    new Map(rows.find((row) => row.id === id)?.seeds.map((one) => [one.seed, one.domain.loss]));
  const [alone, distilled, packed] = [of('alone'), of('distilled'), of('int8')];
  const pairs = [...distilled].filter(([seed]) => alone.has(seed));
  if (pairs.length === 0) return null;
  const both = pairs.filter(([seed]) => packed.has(seed));
  const changes = both.map(([seed, loss]) => packed.get(seed)! / loss - 1);
  return {
    seeds: pairs.length,
    wins: pairs.filter(([seed, loss]) => loss < alone.get(seed)!).length,
    alone: meanOf(pairs.map(([seed]) => alone.get(seed)!)),
    distilled: meanOf(pairs.map(([, loss]) => loss)),
    packedChange: changes.length > 0 ? meanOf(changes) : null,
  };
}
