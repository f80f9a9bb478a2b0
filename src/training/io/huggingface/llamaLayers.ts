// Which layers of LLaMA's relatives see a window of tokens, and which turn by position.
import { attributeOf } from '../../models/llama';
import type { LlamaKind } from '../../models/llamaKinds';
import type { LlamaConfig } from '../../run/modelConfig';
import { HuggingFaceError, type ConfigJson, type ConfigValues } from './config';

type Layers = Pick<LlamaConfig, 'sliding_window' | 'sliding_layers' | 'rotary_layers'>;

interface Sizes {
  readonly n_layer: number;
  readonly n_positions: number;
}

/** Where a class has no such layers, config.json may still carry the fields: it looks at none. */
export function readLayers(kind: LlamaKind, json: ConfigJson, sizes: Sizes): Layers {
  const { n_layer, n_positions } = sizes;
  if (kind === 'llama') return {};
  const rotary = kind === 'smollm3' ? rotaryLayers(json, n_layer) : everyLayer(n_layer);
  const window = windowOf(kind, json);
  const sliding = slidingLayers(kind, json, { n_layer, window, rotary });
  const hides = window !== null && window < n_positions && sliding.includes(true);
  // Its layers with a window turn by another base, however long the window is.
  if (kind === 'gemma3_text')
    return { ...(hides && { sliding_window: window }), sliding_layers: sliding };
  return {
    ...(hides && { sliding_window: window }),
    ...(hides && sliding.includes(false) && { sliding_layers: sliding }),
    ...(rotary.includes(false) && { rotary_layers: rotary }),
  };
}

const everyLayer = (count: number, value = true): boolean[] =>
  Array.from({ length: count }, () => value);

/** Lists of SmolLM3 may be longer than the layers are many. */
function rotaryLayers(json: ConfigJson, n_layer: number): boolean[] {
  const given = json.values.no_rope_layers ?? null;
  if (given === null) {
    const interval = json.whole('no_rope_layer_interval', 4);
    return everyLayer(n_layer).map((_, layer) => (layer + 1) % interval !== 0);
  }
  const list = given as readonly number[];
  if (list.length < n_layer) throw tooFew('no_rope_layers', list.length, n_layer);
  return list.slice(0, n_layer).map((one) => one === 1);
}

/** Null: none. */
function windowOf(kind: LlamaKind, json: ConfigJson): number | null {
  const isAlways = kind === 'mistral' || kind === 'gemma3_text';
  const isUsed = isAlways || json.flag('use_sliding_window', false);
  // Gemma 3 has layers with a window in any case.
  const isNone = json.values.sliding_window === null && kind !== 'gemma3_text';
  if (!isUsed || isNone) return null;
  if (kind === 'smollm3' && json.values.sliding_window === undefined) return null;
  return json.whole('sliding_window', 4096);
}

interface Known {
  readonly n_layer: number;
  readonly window: number | null;
  readonly rotary: readonly boolean[];
}

function slidingLayers(kind: LlamaKind, json: ConfigJson, known: Known): boolean[] {
  const { n_layer, window, rotary } = known;
  const given = json.values.layer_types ?? null;
  if (given !== null) return namedLayers(kind, json, given as readonly string[], known);
  if (window === null) return everyLayer(n_layer, false);
  if (kind === 'mistral') return everyLayer(n_layer);
  if (kind === 'smollm3') return rotary.map((turns) => !turns);
  if (kind === 'gemma3_text') {
    const pattern = json.whole(['sliding_window_pattern', '_sliding_window_pattern'], 6);
    return everyLayer(n_layer).map((_, layer) => (layer + 1) % pattern !== 0);
  }
  const first = numberOfLayers(json);
  return everyLayer(n_layer).map((_, layer) => layer >= first);
}

/** 0: all of them. */
function numberOfLayers(json: ConfigJson): number {
  const { max_window_layers: first } = json.values;
  return first === 0 ? 0 : json.whole('max_window_layers', 28);
}

/** A layer that is to have a window needs its length, and transformers refuses it without. */
function namedLayers(
  kind: LlamaKind,
  json: ConfigJson,
  types: readonly string[],
  { n_layer, window }: Known,
): boolean[] {
  if (types.length !== n_layer) throw tooFew('layer_types', types.length, n_layer);
  const sliding = types.map((type) => type === 'sliding_attention');
  const isWrong =
    window === null ? sliding.includes(true) : kind === 'mistral' && sliding.includes(false);
  if (isWrong) throw json.disagreement('sliding_window', 'layer_types');
  return sliding;
}

function tooFew(key: string, count: number, layers: number): HuggingFaceError {
  const fields = { file: 'config.json', key, count, layers };
  return new HuggingFaceError(
    'wrong_layer_count',
    `config.json: ${key} has ${count} entries for ${layers} layers.`,
    fields,
  );
}

export function writeLayers(kind: LlamaKind, model: LlamaConfig): ConfigValues {
  const { sliding_window: window, sliding_layers, rotary_layers, n_layer } = model;
  if (kind === 'llama') return {};
  if (kind === 'mistral') return { sliding_window: window };
  const isGemma = kind === 'gemma3_text';
  const all = Array.from({ length: n_layer }, (_, layer) => layer);
  const layers = {
    ...(!isGemma && { use_sliding_window: window !== undefined }),
    sliding_window: window ?? (isGemma ? model.n_positions : null),
    layer_types: all.map((layer) =>
      (isGemma || window !== undefined) && attributeOf(sliding_layers, layer)
        ? 'sliding_attention'
        : 'full_attention',
    ),
  };
  if (kind !== 'smollm3') return layers;
  return {
    ...layers,
    no_rope_layers: all.map((layer) => Number(attributeOf(rotary_layers, layer))),
  };
}
