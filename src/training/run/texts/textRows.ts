// The texts of a run as rows of a list that people edit, and the config that a list is.
import type { RunConfig } from '../config';
import type { ObjectiveConfig } from '../objectiveConfig';
import { listedTexts } from './textSchedule';

type ObjectiveKind = ObjectiveConfig['kind'];
type Data = RunConfig['data'];

export interface TextRow {
  readonly corpus: string;
  readonly size_chars?: number | undefined;
  /** Of the sequences, among the rows of the same step. */
  readonly share: number;
  /** Below 1: a share of all steps. */
  readonly from_step: number;
  /** Minimized on this text in every step, as a loss of its own; null: the run's objectives, by share and step. */
  readonly objective: ObjectiveKind | null;
}

/** What a row adds to a list: mixed with those before. */
export const rowOf = (corpus: string, from_step = 0): TextRow => ({
  corpus,
  share: 1,
  from_step,
  objective: null,
});

const isShared = ({ corpus }: Pick<ObjectiveConfig, 'corpus'>): boolean => corpus === undefined;

/** Objectives that read what is scheduled; a run without any has the usual one. */
export const sharedObjectives = ({ objectives }: Pick<RunConfig, 'objectives'>) =>
  objectives?.filter(isShared);

export function textRows(config: RunConfig): TextRow[] {
  const { objectives = [] } = config;
  const isScheduled = sharedObjectives(config)?.length !== 0;
  return listedTexts(config).flatMap(({ corpus, size_chars, share = 1, from_step }, index, all) => {
    const isFirst = all.findIndex((one) => one.corpus === corpus) === index;
    const sized = { corpus, ...(size_chars !== undefined && { size_chars }) };
    const own = isFirst ? objectives.filter((one) => one.corpus === corpus) : [];
    const read = from_step !== undefined && isScheduled ? [{ share, from_step }] : [];
    return [
      ...read.map((when) => ({ ...sized, ...when, objective: null })),
      ...own.map(({ kind }) => ({ ...sized, share: 1, from_step: 0, objective: kind })),
    ];
  });
}

/** The config with these rows for its texts: the first that is scheduled is read from the start. */
export function withTextRows(config: RunConfig, rows: readonly TextRow[]): RunConfig {
  const scheduled = rows.filter(({ objective }) => objective === null);
  const own = rows.filter(({ objective }) => objective !== null);
  const [first = rows[0]!, ...others] = scheduled;
  const sizes = new Map(rows.toReversed().map(({ corpus, size_chars }) => [corpus, size_chars]));
  const sized = (corpus: string) => {
    const size_chars = sizes.get(corpus);
    return { corpus, ...(size_chars !== undefined && { size_chars }) };
  };
  const shared = ({ share }: TextRow) => (share === 1 ? {} : { share });
  const listed = new Set(scheduled.map(({ corpus }) => corpus)).add(first.corpus);
  const beside = [...new Set(own.map(({ corpus }) => corpus))].filter((one) => !listed.has(one));
  const more = [
    ...others.map((row) => ({
      ...sized(row.corpus),
      ...shared(row),
      from_step: row.from_step,
    })),
    ...beside.map(sized),
  ];
  const { corpus: _corpus, size_chars: _size, share: _share, more: _more, ...data } = config.data;
  const changed: Data = {
    ...data,
    ...sized(first.corpus),
    ...shared(first),
    ...(more.length > 0 && { more }),
  };
  return { ...withOwnObjectives(config, own, scheduled.length > 0), data: changed };
}

function withOwnObjectives(
  config: RunConfig,
  own: readonly TextRow[],
  isScheduled: boolean,
): RunConfig {
  const { objectives: before, ...rest } = config;
  if (own.length === 0 && before?.every(isShared) !== false) return config;
  const usual = own.map(({ objective }) => ({ kind: objective! }) as ObjectiveConfig);
  const known = sharedObjectives(config) ?? [{ kind: 'causal_lm' } as const];
  // A list whose rows all had their own goes back to what those were.
  const shared = known.length > 0 ? known : [before?.[0] ?? usual[0]!].map(withoutText);
  const named = own.map(({ corpus, objective }, index): ObjectiveConfig => {
    const alike = (before ?? []).filter(({ kind }) => kind === objective);
    const [first] = alike;
    const same = alike.find((one) => one.corpus === corpus) ?? first;
    return { ...(same ?? usual[index]!), corpus };
  });
  const objectives = [...(isScheduled ? shared : []), ...named];
  const isUsual = objectives.length === 1 && isPlain(objectives[0]!);
  return isUsual ? rest : { ...rest, objectives };
}

function withoutText({ corpus: _corpus, ...objective }: ObjectiveConfig): ObjectiveConfig {
  return objective as ObjectiveConfig;
}

const isPlain = (one: ObjectiveConfig): boolean =>
  one.kind === 'causal_lm' && Object.keys(one).length === 1;
