// Which families learn what: an encoder fills gaps and compares, an encoder with a decoder writes
// spans back, everything else continues. Each choice of the setting is a set of objectives.
import type { RunConfig } from '../../training/run/config';
import { isEncoderFamily, ownKind } from '../../training/models/families';
import { sharedObjectives, textRows, withTextRows } from '../../training/run/texts/textRows';

export type Family = RunConfig['model']['family'];
type Objectives = NonNullable<RunConfig['objectives']>;
type Objective = Objectives[number];

const CONTRASTIVE: Objective = {
  kind: 'contrastive',
  augmentations: [
    { kind: 'token_dropout', probability: 0.1 },
    { kind: 'span_shuffle', span_length: 4 },
  ],
};

const ENCODER_GOALS = {
  masked_lm: [{ kind: 'masked_lm' }],
  whole_words: [{ kind: 'masked_lm', whole_words: true }],
  masked_and_next: [{ kind: 'masked_lm' }, { kind: 'next_sentence' }],
  contrastive: [CONTRASTIVE],
  all_three: [{ kind: 'masked_lm' }, { kind: 'next_sentence' }, { ...CONTRASTIVE, weight: 0.5 }],
} as const satisfies Record<string, Objectives>;

export type EncoderGoal = keyof typeof ENCODER_GOALS;
export const ENCODER_GOAL_NAMES = Object.keys(ENCODER_GOALS) as EncoderGoal[];

export const isEncoder = ({ model: { family } }: RunConfig): boolean => isEncoderFamily(family);

export const isTask = ({ objectives = [] }: RunConfig): boolean =>
  objectives.some(({ kind }) => kind === 'algorithm');

/** Without weights, shares and augmentations, which have settings of their own. */
const outline = (objectives: Objectives): string =>
  objectives
    .map((one) => (one.kind === 'masked_lm' && one.whole_words ? 'whole_words' : one.kind))
    .join();

export function goalOf(config: RunConfig): EncoderGoal {
  const wanted = outline(sharedObjectives(config) ?? []);
  return ENCODER_GOAL_NAMES.find((name) => outline(ENCODER_GOALS[name]) === wanted) ?? 'masked_lm';
}

export type ObjectiveKind = Objective['kind'];
type Of<K extends ObjectiveKind> = Extract<Objective, { kind: K }>;

export const objectiveOf = <K extends ObjectiveKind>(
  { objectives = [] }: RunConfig,
  kind: K,
): Of<K> | undefined => objectives.find((one): one is Of<K> => one.kind === kind);

/** With another value of one member of the objective of this kind. */
export const withMember = (
  { objectives = [], ...config }: RunConfig,
  kind: ObjectiveKind,
  member: Record<string, unknown>,
): RunConfig => ({
  ...config,
  objectives: objectives.map((one) => (one.kind === kind ? { ...one, ...member } : one)),
});

export interface ObjectiveWeight {
  /** As its curve is named. */
  readonly name: string;
  readonly weight: number;
}

export function weightsOf({ objectives = [{ kind: 'causal_lm' }] }: RunConfig): ObjectiveWeight[] {
  const alike = (kind: ObjectiveKind): number =>
    objectives.filter((one) => one.kind === kind).length;
  return objectives.map(({ kind, corpus, weight = 1 }) => ({
    name: alike(kind) > 1 && corpus ? `${kind}_${corpus}` : kind,
    weight,
  }));
}

export const withWeights = (
  { objectives = [], ...config }: RunConfig,
  weights: readonly ObjectiveWeight[],
): RunConfig => ({
  ...config,
  objectives: objectives.map((one, index) => ({ ...one, weight: weights[index]?.weight ?? 1 })),
});

/** What single texts have of their own stays. */
export const withGoal = (config: RunConfig, goal: EncoderGoal): RunConfig => ({
  ...config,
  objectives: [
    ...ENCODER_GOALS[goal],
    ...(config.objectives ?? []).filter(({ corpus }) => corpus !== undefined),
  ],
});

/** A guess whether two sentences follow one another needs a model that tells them apart. */
export const goalsOf = (family: Family): readonly EncoderGoal[] =>
  ENCODER_GOAL_NAMES.filter(
    (name) =>
      family === 'bert' || !ENCODER_GOALS[name].some(({ kind }) => kind === 'next_sentence'),
  );

/** Objectives that the family can learn, where those at hand are of another kind; texts keep their own losses. */
export function withObjectivesOf(config: RunConfig, family: Family): RunConfig {
  const rows = textRows(config);
  if (rows.every(({ objective }) => objective === null)) return withSharedOf(config, family);
  const shared = rows.map((row) => ({ ...row, objective: null }));
  const changed = withSharedOf(withTextRows(config, shared), family);
  const kind = ownKind(family);
  const own = rows.map((row) => ({ ...row, objective: row.objective && kind }));
  return withTextRows(changed, own);
}

function withSharedOf(config: RunConfig, family: Family): RunConfig {
  if (isEncoderFamily(family)) {
    const fits = isEncoder(config) && config.objectives && goalsOf(family).includes(goalOf(config));
    return fits ? config : withGoal(config, 'masked_lm');
  }
  if (family === 't5') return { ...config, objectives: [{ kind: 'span_corruption' }] };
  if (isTask(config)) return config;
  const { objectives: _left, ...rest } = config;
  return rest;
}

type Augmentations = Of<'contrastive'>['augmentations'];
const AUGMENTED: readonly ObjectiveKind[] = [
  'contrastive',
  'causal_lm',
  'masked_lm',
  'span_corruption',
];

/** Of what training reads; the views of contrastive learning need some. */
export const augmentationsOf = ({ objectives = [] }: RunConfig): Augmentations =>
  objectives.flatMap((one) => ('augmentations' in one ? [one.augmentations ?? []] : [])).at(0) ??
  [];

export function withAugmentations(config: RunConfig, augmentations: Augmentations): RunConfig {
  const { objectives = [{ kind: 'causal_lm' }], ...rest } = config;
  const isViews = objectives.some(({ kind }) => kind === 'contrastive');
  const changed = objectives.map((one): Objective => {
    const takes = isViews ? one.kind === 'contrastive' : AUGMENTED.includes(one.kind);
    if (!takes) return one;
    const { augmentations: _before, ...plain } = one as Of<'causal_lm'>;
    return augmentations.length > 0 ? { ...plain, augmentations } : plain;
  });
  const [only] = changed;
  const isUsual =
    changed.length === 1 && only!.kind === 'causal_lm' && Object.keys(only!).length === 1;
  return isUsual ? rest : { ...rest, objectives: changed };
}
