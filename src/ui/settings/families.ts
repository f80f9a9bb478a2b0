// From one architecture to another with the sizes kept: what the family setting does.
import type { ModelConfig, RunConfig } from '../../training/run/config';
import { completeModel } from './complete';
import type { Family } from './family';
import { goalOf, isEncoder, withGoal, withObjectivesOf } from './objectives';

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

export function asFamily(model: ModelConfig, family: Family): ModelConfig {
  if (model.family === family) return model;
  const { n_layer, n_embd, n_positions, dropout, initializer_range } = model;
  const size = {
    n_layer,
    n_embd,
    n_positions,
    dropout,
    ...(initializer_range !== undefined && { initializer_range }),
  };
  const n_head = 'n_head' in model ? model.n_head : headsFor(n_embd);
  const n_inner = 4 * n_embd;
  switch (family) {
    case 'gpt':
      return completeModel({ family, ...size, n_positions: Math.min(8192, n_positions), n_head });
    case 'llama': {
      const gated = Math.ceil((GATED_RATIO * n_embd) / ROUND_TO) * ROUND_TO;
      return completeModel({ family, ...size, n_head, n_kv_head: n_head, n_inner: gated });
    }
    case 'recurrent':
      return completeModel({ family, ...size, cell: 'gru' });
    case 'convolution':
      return completeModel({ family, ...size });
    case 'blocks':
      return completeModel({ family, ...size, n_head, n_inner, blocks: [...FIRST_BLOCKS] });
    case 'bert':
    case 'distilbert':
      return completeModel({ family, ...size, n_head, n_inner });
    case 't5': {
      const d_kv = Math.max(1, Math.round(n_embd / n_head));
      return completeModel({ family, ...size, n_decoder_layer: n_layer, n_head, d_kv, n_inner });
    }
  }
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
