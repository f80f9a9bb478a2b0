// From one architecture to another with the sizes kept: what the family setting does.
import {
  modelSchema,
  type ModelConfig,
  type RunConfig,
  type RunConfigInput,
} from '../../training/run/config';
import { LIMITS } from '../../training/run/modelConfig';
import { goalOf, isEncoder, withGoal, withObjectivesOf, type Family } from './objectives';

export type BlocksModel = Extract<ModelConfig, { family: 'blocks' }>;
export type Block = BlocksModel['blocks'][number];
export type Mixer = Block['mixer'];

const FIRST_BLOCKS: readonly Block[] = [
  { mixer: { kind: 'convolution', kernel_size: 3, dilation: 1 }, feed_forward: 'swiglu' },
  { mixer: { kind: 'attention' }, feed_forward: 'gelu' },
];
/** LLaMA's gated layer has three matrices: 8/3 of the width costs what two of 4 do. */
const GATED_RATIO = 8 / 3;
const ROUND_TO = 8;

type SizesOf<F extends Family> = Partial<Extract<RunConfigInput['model'], { family: F }>>;

export function asFamily(model: ModelConfig, family: Family): ModelConfig {
  if (model.family === family) return model;
  const { n_layer, n_embd, n_positions, dropout, initializer_range } = model;
  const n_head = 'n_head' in model ? model.n_head : headsFor(n_embd);
  const n_inner = 4 * n_embd;
  const gated = Math.ceil((GATED_RATIO * n_embd) / ROUND_TO) * ROUND_TO;
  const headWidth = Math.max(1, Math.round(n_embd / n_head));
  const d_kv = Math.min(LIMITS.headWidth, headWidth);
  const own: { [F in Family]: SizesOf<F> } = {
    gpt: { n_positions: Math.min(LIMITS.learnedPositions, n_positions), n_head },
    llama: { n_head, n_kv_head: n_head, n_inner: gated },
    recurrent: { cell: 'gru' },
    convolution: {},
    blocks: { n_head, n_inner, blocks: [...FIRST_BLOCKS] },
    bert: { n_head, n_inner },
    distilbert: { n_head, n_inner },
    t5: { n_decoder_layer: n_layer, n_head, d_kv, n_inner },
  };
  const sizes = { n_layer, n_embd, n_positions, dropout, initializer_range };
  return modelSchema.parse({ family, ...sizes, ...own[family] });
}

/** The most heads of at least 16 channels that the width can be split into evenly. */
function headsFor(width: number): number {
  const most = Math.max(1, Math.floor(width / 16));
  for (let heads = Math.min(8, most); heads > 1; heads--) {
    if (width % (2 * heads) === 0) return heads;
  }
  return 1;
}

/** Defaults to which single settings go back, also after the family or the objectives were changed. */
export function defaultsWithin(defaults: RunConfig, config: RunConfig): RunConfig {
  const { family } = config.model;
  const inFamily = {
    ...withObjectivesOf(defaults, family),
    model: asFamily(defaults.model, family),
  };
  if (!isEncoder(config) || goalOf(inFamily) === goalOf(config)) return inFamily;
  return withGoal(inFamily, goalOf(config));
}
