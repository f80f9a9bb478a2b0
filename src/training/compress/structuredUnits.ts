// Where the heads and neurons of a family stand: the layers that make them, the layer that reads them
// into the residual stream, and which of these choose together.
import type { ModelConfig } from '../run/config';
import { layerOf } from '../models/sharedLayers';

/** Heads or neurons of one layer. */
export interface Units {
  /** Their weights into the residual stream. */
  readonly out: string;
  /** Layers whose outputs they are. */
  readonly from: readonly string[];
  /** Blocks of such outputs one behind the other: queries, keys and values in one layer. */
  readonly parts?: number;
  readonly layout: 'conv1d' | 'linear';
}

/** What loses the same ones. */
export interface Choice {
  readonly members: readonly Units[];
  /** With a column for each. */
  readonly tables?: readonly string[];
}

export interface LayerUnits {
  readonly heads: readonly Choice[];
  readonly neurons: readonly Choice[];
}

/** Families with layers of heads and neurons. */
export type Headed = Extract<
  ModelConfig,
  { family: 'gpt' | 'llama' | 'bert' | 'distilbert' | 't5' }
>;

const named = (before: string, names: readonly string[]): string[] =>
  names.map((name) => `${before}.${name}`);

const linear = (before: string, from: readonly string[], out: string): Units => ({
  out: `${before}.${out}`,
  from: named(before, from),
  layout: 'linear',
});

/** `block` begins the names of one layer. */
function unitsOfBlock(config: Headed, block: string): { heads: Units; neurons: Units } {
  switch (config.family) {
    case 'gpt': {
      const unit = (from: string, out: string, parts: number): Units => ({
        ...linear(block, [from], out),
        parts,
        layout: 'conv1d',
      });
      return {
        heads: unit('attn.c_attn', 'attn.c_proj', 3),
        neurons: unit('mlp.c_fc', 'mlp.c_proj', 1),
      };
    }
    case 'llama': {
      // Where all heads share one key and value, these stay.
      const from = config.n_kv_head > 1 ? ['q_proj', 'k_proj', 'v_proj'] : ['q_proj'];
      return {
        heads: linear(`${block}.self_attn`, from, 'o_proj'),
        neurons: linear(`${block}.mlp`, ['gate_proj', 'up_proj'], 'down_proj'),
      };
    }
    case 'bert': {
      const from = ['self.query', 'self.key', 'self.value'];
      return {
        heads: linear(`${block}.attention`, from, 'output.dense'),
        neurons: linear(block, ['intermediate.dense'], 'output.dense'),
      };
    }
    case 'distilbert':
      return {
        heads: linear(`${block}.attention`, ['q_lin', 'k_lin', 'v_lin'], 'out_lin'),
        neurons: linear(`${block}.ffn`, ['lin1'], 'lin2'),
      };
    case 't5': {
      const isDecoder = block.startsWith('decoder');
      const wide = config.feed_forward === 'relu' ? ['wi'] : ['wi_0', 'wi_1'];
      return {
        heads: linear(`${block}.layer.0.SelfAttention`, ['q', 'k', 'v'], 'o'),
        neurons: linear(`${block}.layer.${isDecoder ? 2 : 1}.DenseReluDense`, wide, 'wo'),
      };
    }
  }
}

/** Of T5's decoder, heads that look at the encoder. */
const crossUnits = (block: string): Units =>
  linear(`${block}.layer.1.EncDecAttention`, ['q', 'k', 'v'], 'o');

const BIAS = 'block.0.layer.0.SelfAttention.relative_attention_bias.weight';

export function unitsOf(config: Headed, weights: ReadonlyMap<string, unknown>): LayerUnits {
  const blocks = [
    ...new Set(Array.from(weights.keys()).flatMap((name) => layerOf(config, name)?.block ?? [])),
  ];
  const units = blocks.map((block) => unitsOfBlock(config, block));
  const neurons = units.map(({ neurons: own }) => ({ members: [own] }));
  if (config.family !== 't5') {
    return { heads: units.map(({ heads }) => ({ members: [heads] })), neurons };
  }
  // A stack's layers share a table with a column for each head of their self-attention.
  const stacks = (['encoder', 'decoder'] as const).map((stack): Choice => ({
    members: units.filter((_, i) => blocks[i]!.startsWith(stack)).map(({ heads }) => heads),
    tables: [`${stack}.${BIAS}`],
  }));
  const cross = blocks
    .filter((block) => block.startsWith('decoder'))
    .map((block) => ({ members: [crossUnits(block)] }));
  return { heads: [...stacks, ...cross], neurons };
}
