// Which families learn what: an encoder fills gaps and compares, an encoder with a decoder writes
// spans back, everything else continues. Each choice of the knob is a set of objectives.
import type { RunConfig } from '../../training/run/config';
import type { Family } from './families';

type Objectives = NonNullable<RunConfig['objectives']>;

const CONTRASTIVE: Objectives[number] = {
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

export const isEncoder = ({ model: { family } }: RunConfig): boolean =>
  family === 'bert' || family === 'distilbert';

export const isTask = ({ objectives = [] }: RunConfig): boolean =>
  objectives.some(({ kind }) => kind === 'algorithm');

export function goalOf({ objectives }: RunConfig): EncoderGoal {
  const text = JSON.stringify(objectives);
  return (
    ENCODER_GOAL_NAMES.find((name) => JSON.stringify(ENCODER_GOALS[name]) === text) ?? 'masked_lm'
  );
}

export const withGoal = (config: RunConfig, goal: EncoderGoal): RunConfig => ({
  ...config,
  objectives: [...ENCODER_GOALS[goal]],
});

/** Objectives that the family can learn, where those at hand are of another kind. */
export function withObjectivesOf(config: RunConfig, family: Family): RunConfig {
  if (family === 'bert' || family === 'distilbert') {
    return isEncoder(config) && config.objectives ? config : withGoal(config, 'masked_lm');
  }
  if (family === 't5') return { ...config, objectives: [{ kind: 'span_corruption' }] };
  if (isTask(config)) return config;
  const { objectives: _left, ...rest } = config;
  return rest;
}
