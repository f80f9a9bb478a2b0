// What the classes of transformers do with any config.json: Python's truth, defaults, aliases, labels.

export type Json = Readonly<Record<string, unknown>>;
export type Meaning = Readonly<Record<string, unknown>>;

export const UNKNOWN = 'unknown';

const FORMULAS: Readonly<Record<string, string>> = {
  gelu: 'x Φ(x)',
  gelu_python: 'x Φ(x)',
  gelu_new: 'tanh',
  gelu_fast: 'tanh',
  gelu_accurate: 'tanh',
  gelu_pytorch_tanh: 'tanh',
  gelu_python_tanh: 'tanh',
  relu: 'max(0, x)',
  silu: 'x σ(x)',
  swish: 'x σ(x)',
};

/** Python's truth of a JSON value. */
export const truth = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : Boolean(value);

export const formula = (value: unknown): string =>
  typeof value === 'string' ? (FORMULAS[value] ?? UNKNOWN) : UNKNOWN;

/** An alias is set after the field itself, and wins. */
export const of = (config: Json, name: string, fallback: unknown, alias?: string): unknown => {
  if (alias !== undefined && config[alias] !== undefined) return config[alias];
  return config[name] === undefined ? fallback : config[name];
};

export const orElse = (value: unknown, other: unknown): unknown => (value === null ? other : value);

export function labels(config: Json, end: string): unknown {
  const { architectures: names } = config;
  if (!Array.isArray(names) || !names.some((name) => String(name).endsWith(end))) return null;
  const kind = config.problem_type ?? 'single_label_classification';
  if (kind !== 'single_label_classification') return UNKNOWN;
  const named = config.id2label ?? null;
  if (named !== null)
    return Object.entries(named as Json)
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([id, name]) => [Number(id), String(name)]);
  const count = of(config, 'num_labels', 2);
  return Array.from({ length: Number(count) }, (_, id) => [id, `LABEL_${id}`]);
}

/** True where something changes the computation that no model here can do. */
export function isBeyond(config: Json, encoderDecoder: boolean): boolean {
  return (
    truth(config.quantization_config) ||
    truth(config.pruned_heads) ||
    truth(config.add_cross_attention) ||
    truth(config.tie_encoder_decoder) ||
    truth(config.auto_map) ||
    truth(of(config, 'is_encoder_decoder', encoderDecoder)) !== encoderDecoder
  );
}
