// Rotary positions in config.json: rope_theta stood at the top before it moved into rope_parameters, and
// rope_scaling is that field's former name. Defaults and their derivation are those of transformers 5.
import { ROPE_TABLE } from '../../formats/configRope';
import { fieldError, walkFields, type FieldValues } from '../../formats/fieldTable';
import type { LlamaConfig, RopeScaling } from '../../run/modelConfig';
import { ConfigJson, disagreement, type ConfigValues } from './config';

export interface RopeFacts {
  readonly headDim: number;
  readonly n_positions: number;
  /** Where config.json is silent. */
  readonly theta: number;
}

type Rope = Pick<LlamaConfig, 'rope_theta' | 'rope_scaling'>;

const isFilled = (value: unknown): value is FieldValues =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Where two places disagree, versions of transformers do too. */
export function readRope(json: ConfigJson, facts: RopeFacts): Rope {
  const { rope_theta: outer, rope_scaling, rope_parameters } = json.values;
  const given = [rope_scaling, rope_parameters].filter(isFilled);
  const scalings = given.map((rope) => scalingOf(rope, json, facts));
  if (new Set(scalings.map((scaling) => JSON.stringify(scaling))).size > 1)
    throw json.disagreement('rope_scaling', 'rope_parameters');
  const thetas = new Set<unknown>(outer === undefined ? [] : [outer]);
  for (const rope of given) if (rope.rope_theta !== undefined) thetas.add(rope.rope_theta);
  const [theta = facts.theta, other] = [...thetas];
  if (thetas.size > 1)
    throw disagreement(json.file, ['rope_theta', theta], ['rope_parameters.rope_theta', other]);
  if (typeof theta !== 'number' || !Number.isFinite(theta) || theta <= 0)
    throw json.bad('theta', 'rope_theta', theta);
  const [scaling] = scalings;
  return { rope_theta: theta, ...(scaling && { rope_scaling: scaling }) };
}

/** Of Gemma 3, whose layers with a window have a base of their own and are not stretched. */
export function readLayeredRope(json: ConfigJson, facts: RopeFacts) {
  const { rope_parameters: nested, ...flat } = json.values;
  const { full_attention: full, sliding_attention: sliding } = isFilled(nested) ? nested : {};
  const outer = full === undefined ? json : new ConfigJson({ ...flat, rope_parameters: full });
  if (isFilled(sliding) && walkRope(sliding) !== 'default')
    throw fieldError('unsupported_field', ROPE_TABLE.file, 'sliding_attention', sliding, '');
  const own = isFilled(sliding) ? sliding.rope_theta : undefined;
  const base = own ?? json.values.rope_local_base_freq ?? 10_000;
  if (typeof base !== 'number' || !Number.isFinite(base) || base <= 0)
    throw json.bad('theta', 'rope_local_base_freq', base);
  return { ...readRope(outer, facts), local_rope_theta: base };
}

/** Fields that mean the same in every kind. */
const COMMON = new Set(['rope_type', 'type', 'rope_theta', 'partial_rotary_factor']);

/** With `default` named, transformers looks at no other field of a scaling. */
function walkRope(rope: FieldValues): string {
  const { file } = ROPE_TABLE;
  const types = [rope.rope_type, rope.type].filter((one) => (one ?? null) !== null);
  const isDefault = types.every((one) => one === 'default');
  const common = Object.entries(rope).filter(([key]) => COMMON.has(key));
  walkFields(ROPE_TABLE, isDefault && types.length > 0 ? Object.fromEntries(common) : rope);
  const [type = 'default', other = type] = types;
  if (type !== other) throw disagreement(file, ['rope_type', type], ['type', other]);
  const scaled = Object.entries(rope).find(([key, value]) => !COMMON.has(key) && value !== null);
  if (types.length === 0 && scaled) {
    const note = 'Without rope_type nothing is scaled: name the kind, or remove the field.';
    throw fieldError('unsupported_field', file, ...scaled, note);
  }
  return String(type);
}

function scalingOf(rope: FieldValues, outer: ConfigJson, facts: RopeFacts) {
  const kind = walkRope(rope);
  const json = new RopeJson(rope, ROPE_TABLE.file);
  switch (kind) {
    case 'linear': {
      const factor = json.factor();
      return factor === 1 ? undefined : ({ rope_type: 'linear', factor } as const);
    }
    case 'dynamic': {
      // The base grows with the power headDim / (headDim - 2).
      if (facts.headDim < 4) throw outer.bad('head', 'head_dim', facts.headDim);
      return {
        rope_type: 'dynamic',
        factor: json.factor(),
        original_max_position_embeddings: facts.n_positions,
      } as const;
    }
    case 'yarn':
      return yarn(json, lengthsOf(json, outer, facts));
    case 'longrope':
      return longrope(json, lengthsOf(json, outer, facts), facts.headDim / 2);
    case 'llama3':
      return llama3(json, lengthsOf(json, outer, facts));
    default:
      return undefined;
  }
}

interface Lengths {
  readonly original: number;
  readonly longest: number;
}

/** Files of Phi-3 keep the original length beside rope_scaling. */
function lengthsOf(json: ConfigJson, outer: ConfigJson, { n_positions }: RopeFacts): Lengths {
  const key = 'original_max_position_embeddings';
  const beside = outer.whole(key, { fallback: n_positions, whenNull: n_positions });
  const original = json.whole(key, { fallback: beside, whenNull: beside });
  if ((outer.values[key] ?? original) !== original)
    throw disagreement(json.file, [key, original], [`config.json ${key}`, beside]);
  return { original, longest: n_positions };
}

class RopeJson extends ConfigJson {
  /** Null passes where the class derives it: then from the lengths. */
  factor(derived?: number): number {
    const stored = this.values['factor'];
    const value = stored === null ? derived : stored;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 1)
      throw this.bad('factor', 'factor', stored);
    return value;
  }

  positive(key: string, fallback?: number): number {
    const value = this.values[key] ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
      throw this.bad('theta', key, this.values[key]);
    return value;
  }

  factors(key: string, count: number): number[] {
    const value = this.values[key];
    const isNumber = (one: unknown): boolean =>
      typeof one === 'number' && Number.isFinite(one) && one > 0;
    if (!Array.isArray(value) || value.length !== count || !value.every(isNumber))
      throw this.bad('factors', key, value);
    return value as number[];
  }

  /** Python's `or`: 0 and null stand for the default. */
  orElse(key: string, fallback: number): number {
    return this.number(key, fallback, fallback) || fallback;
  }
}

const logScale = (factor: number, mscale = 1): number => 0.1 * mscale * Math.log(factor) + 1;

function yarn(json: RopeJson, { original, longest }: Lengths): RopeScaling {
  const factor = json.factor(longest / original);
  const [scale, all] = [json.orElse('mscale', 0), json.orElse('mscale_all_dim', 0)];
  const usual = scale && all ? logScale(factor, scale) / logScale(factor, all) : logScale(factor);
  const [beta_fast, beta_slow] = [json.orElse('beta_fast', 32), json.orElse('beta_slow', 1)];
  if (beta_fast < beta_slow)
    throw json.bad('theta', 'beta_fast - beta_slow', beta_fast - beta_slow);
  return {
    rope_type: 'yarn',
    factor,
    original_max_position_embeddings: original,
    attention_factor: json.number('attention_factor', usual, usual),
    beta_fast,
    beta_slow,
    truncate: json.flag('truncate', true),
  };
}

function longrope(json: RopeJson, { original, longest }: Lengths, pairs: number): RopeScaling {
  const ratio = longest / original;
  const factor = (json.values['factor'] ?? null) === null ? ratio : json.factor();
  const usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original));
  return {
    rope_type: 'longrope',
    short_factor: json.factors('short_factor', pairs),
    long_factor: json.factors('long_factor', pairs),
    original_max_position_embeddings: original,
    attention_factor: json.number('attention_factor', usual, usual),
  };
}

function llama3(json: RopeJson, { original }: Lengths): RopeScaling {
  const [low, high] = [json.positive('low_freq_factor'), json.positive('high_freq_factor')];
  if (high <= low) throw json.bad('theta', 'high_freq_factor - low_freq_factor', high - low);
  return {
    rope_type: 'llama3',
    factor: json.factor(),
    low_freq_factor: low,
    high_freq_factor: high,
    original_max_position_embeddings: original,
  };
}

/** dynamic counts from max_position_embeddings; 4.57 takes longrope's original length from beside rope_scaling. */
export const writeRope = ({
  n_positions,
  rope_theta,
  rope_scaling,
}: LlamaConfig): ConfigValues => ({
  max_position_embeddings:
    rope_scaling?.rope_type === 'dynamic'
      ? rope_scaling.original_max_position_embeddings
      : n_positions,
  rope_theta,
  ...(rope_scaling && { rope_scaling }),
  ...(rope_scaling?.rope_type === 'longrope' && {
    original_max_position_embeddings: rope_scaling.original_max_position_embeddings,
  }),
});
