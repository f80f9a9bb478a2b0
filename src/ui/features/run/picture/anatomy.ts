// What each row of the picture shows: the components of a plan with what they are made of. Long stretches
// of blocks that are alike become one row. Pure.
import type { MemoryBreakdown, RunPlan } from '../../../../host/protocol/run';
import type { ModelConfig } from '../../../../training/run/config';
import { innerWidth } from '../../../../training/run/modelConfig';
import type { en } from '../../../i18n/en';
import type { Mixer } from '../../../settings/families';

type Component = RunPlan['parts'][number];
export type OrganKind = keyof typeof en.picture.chip;

/** One thing that a block does. */
export interface Organ {
  readonly kind: OrganKind;
  readonly detail: string;
}

export interface Row {
  readonly key: string;
  readonly kind: Component['kind'];
  /** Which stack a block belongs to. */
  readonly stack: 'only' | 'encoder' | 'decoder';
  /** Numbers of the first and the last block of the row, from 1, within their stack. */
  readonly from: number;
  readonly to: number;
  readonly organs: readonly Organ[];
  readonly parameters: number;
  readonly forwardFlops: number;
  readonly memory: MemoryBreakdown;
  readonly memoryBytes: number;
  /** Of the first block of the row. */
  readonly weights: Component['weights'];
}

/** Rows that stay single before a stretch of like blocks is drawn as one. */
const MOST_ROWS = 8;

export function rowsOf({ parts: components }: RunPlan, model: ModelConfig): Row[] {
  const rows = components.map((component): Row => {
    const range = rangeOf(component.block, model);
    return {
      ...component,
      ...range,
      key: component.kind === 'block' ? `block-${component.block}` : component.kind,
      organs: component.kind === 'block' ? organsOf(model, component.block) : [],
      memoryBytes: Object.values(component.memory).reduce((sum, bytes) => sum + bytes, 0),
    };
  });
  return components.length > MOST_ROWS ? merged(rows) : rows;
}

function rangeOf(block: number, model: ModelConfig): Pick<Row, 'stack' | 'from' | 'to'> {
  if (model.family !== 't5') return { stack: 'only', from: block + 1, to: block + 1 };
  const inDecoder = block >= model.n_layer;
  const number = block + 1 - (inDecoder ? model.n_layer : 0);
  return { stack: inDecoder ? 'decoder' : 'encoder', from: number, to: number };
}

function merged(rows: readonly Row[]): Row[] {
  const result: Row[] = [];
  for (const row of rows) {
    const last = result.at(-1);
    if (!last || !areAlike(last, row)) result.push(row);
    else
      result[result.length - 1] = {
        ...last,
        to: row.to,
        parameters: last.parameters + row.parameters,
        forwardFlops: last.forwardFlops + row.forwardFlops,
        memory: addUp(last.memory, row.memory),
        memoryBytes: last.memoryBytes + row.memoryBytes,
      };
  }
  return result;
}

const areAlike = (a: Row, b: Row): boolean =>
  a.kind === 'block' &&
  b.kind === 'block' &&
  a.stack === b.stack &&
  JSON.stringify([a.organs, a.weights.length]) === JSON.stringify([b.organs, b.weights.length]);

const addUp = (a: MemoryBreakdown, b: MemoryBreakdown): MemoryBreakdown =>
  Object.fromEntries(
    Object.entries(a).map(([kind, bytes]) => [kind, bytes + b[kind as keyof MemoryBreakdown]]),
  ) as MemoryBreakdown;

function organsOf(model: ModelConfig, block: number): Organ[] {
  const organ = (kind: OrganKind, detail: number | string): Organ => ({
    kind,
    detail: String(detail),
  });
  switch (model.family) {
    case 'gpt':
      return [organ('attention', model.n_head), organ('gelu', innerWidth(model))];
    case 'llama':
      return [
        organ('attention', headsOf(model.n_head, model.n_kv_head)),
        organ('swiglu', model.n_inner),
      ];
    case 'bert':
    case 'distilbert':
      return [organ('attentionBoth', model.n_head), organ('gelu', model.n_inner)];
    case 't5': {
      const feed = organ(model.feed_forward === 'relu' ? 'relu' : 'swiglu', model.n_inner);
      return block < model.n_layer
        ? [organ('attentionBoth', model.n_head), feed]
        : [organ('attention', model.n_head), organ('cross', ''), feed];
    }
    case 'recurrent':
      return [organ(model.cell, model.n_embd)];
    case 'convolution':
      return [organ('convolution', taps(model.kernel_size, 2 ** (block % model.dilation_cycle)))];
    case 'blocks': {
      const { mixer, feed_forward } = model.blocks[block % model.blocks.length]!;
      return [mixerOrgan(mixer, model.n_head, model.n_embd), organ(feed_forward, model.n_inner)];
    }
  }
}

function mixerOrgan(mixer: Mixer, heads: number, width: number): Organ {
  switch (mixer.kind) {
    case 'attention':
      return { kind: 'attention', detail: headsOf(heads, mixer.n_kv_head ?? heads) };
    case 'recurrent':
      return { kind: mixer.cell, detail: String(width) };
    case 'convolution':
      return { kind: 'convolution', detail: taps(mixer.kernel_size, mixer.dilation) };
  }
}

const headsOf = (heads: number, kvHeads: number): string =>
  kvHeads === heads ? String(heads) : `${heads}∕${kvHeads}`;
const taps = (size: number, dilation: number): string =>
  dilation === 1 ? String(size) : `${size}↔${dilation}`;
