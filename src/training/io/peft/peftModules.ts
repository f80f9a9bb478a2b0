// Which layers an adapter changes and how strongly, by PEFT's rules for names of modules.
import { fieldError } from '../../formats/fieldTable';
import { loraTargets } from '../../nn/lora';
import { isLayerMatrix, type ParameterSpec } from '../../parameters';
import type { ModelConfig } from '../../run/config';
import { ConfigJson, type ConfigValues } from '../huggingface/config';

const FILE = 'adapter_config.json';
const MOST_PATTERN = 2000;
/** A repeated group that repeats inside can take for ever on a name that it does not match. */
const NESTED_REPEAT = /\((?:[^()\\]|\\.)*[+*}](?:[^()\\]|\\.)*\)[+*{]/;

export interface AdaptedModule {
  readonly spec: ParameterSpec;
  readonly r: number;
  /** Of the product of the factors. */
  readonly scale: number;
}

export const moduleName = ({ name }: Pick<ParameterSpec, 'name'>): string =>
  name.replace(/\.weight$/, '');

const lastName = (module: string): string => module.split('.').at(-1)!;

/** Modules that PEFT adapts where none are named. */
const USUAL: Readonly<Partial<Record<ModelConfig['family'], readonly string[]>>> = {
  gpt: ['c_attn'],
  llama: ['q_proj', 'v_proj'],
  bert: ['query', 'value'],
  distilbert: ['q_lin', 'v_lin'],
  t5: ['q', 'v'],
};

/** A regular expression of Python's. @throws FieldError unsupported_field */
function pattern(key: string, source: string, around: (source: string) => string): RegExp {
  const bad = (note: string) => fieldError('unsupported_field', FILE, key, source, note);
  if (source.length > MOST_PATTERN || NESTED_REPEAT.test(source))
    throw bad('This regular expression could take too long. Write the modules as a list.');
  const plain = source
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\\A/g, '^')
    .replaceAll(/\\Z/g, '$')
    .replace(/^\(\?[is]+\)/, '');
  const flags = /^\(\?([is]+)\)/.exec(source)?.[1] ?? '';
  try {
    return new RegExp(around(plain), [...new Set(flags)].join(''));
  } catch {
    throw bad('This regular expression cannot be read here. Write the modules as a list.');
  }
}

const fully = (source: string): string => `^(?:${source})$`;

/** @throws FieldError unsupported_field where it is neither a name, a list of names nor missing. */
function namesOf(values: ConfigValues, key: string): string | readonly string[] | undefined {
  const value = values[key] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw fieldError('unsupported_field', FILE, key, value, 'Names of modules are text.');
}

const endsWith = (module: string, names: readonly string[]): boolean =>
  names.some((name) => module === name || module.endsWith(`.${name}`));

function excluder(values: ConfigValues): (module: string) => boolean {
  const names = namesOf(values, 'exclude_modules');
  if (names === undefined) return () => false;
  if (typeof names !== 'string') return (module) => endsWith(module, names);
  const found = pattern('exclude_modules', names, fully);
  return (module) => found.test(module);
}

/** Of modules that a list names: is theirs a layer that is asked for? */
function inLayers(values: ConfigValues): (module: string) => boolean {
  const { layers_to_transform: asked } = values;
  const layers = typeof asked === 'number' ? [asked] : ((asked ?? []) as readonly number[]);
  if (layers.length === 0) return () => true;
  const given = namesOf(values, 'layers_pattern') ?? [];
  const names = typeof given === 'string' ? [given] : given;
  const stacks = names.filter((name) => name !== '');
  const patterns = (stacks.length > 0 ? stacks : ['[^.]*']).map((name) =>
    pattern('layers_pattern', name, (source) => `^.*\\.(?:${source})\\.(\\d+)\\.`),
  );
  return (module) => {
    const found = patterns.map((one) => one.exec(module)).find((match) => match !== null);
    return found ? layers.includes(Number(found.at(-1))) : false;
  };
}

function chooser(values: ConfigValues, family: ModelConfig['family']): (module: string) => boolean {
  const names = namesOf(values, 'target_modules') ?? USUAL[family] ?? [];
  if (names === 'all-linear') return () => true;
  if (typeof names === 'string') {
    const found = pattern('target_modules', names, fully);
    return (module) => found.test(module);
  }
  const isLayer = inLayers(values);
  return (module) => names.includes(module) || (endsWith(module, names) && isLayer(module));
}

/** The number of the first pattern that matches a module. */
function patterned(values: ConfigValues, key: 'rank_pattern' | 'alpha_pattern', usual: number) {
  const found = Object.entries((values[key] ?? {}) as Readonly<Record<string, unknown>>).map(
    ([source, value]) => {
      if (typeof value !== 'number' || !(value > 0))
        throw fieldError('unsupported_field', FILE, key, value, 'It is a number above 0.');
      return [pattern(key, source, (own) => `^(?:.*\\.)?(?:${own})$`), value] as const;
    },
  );
  return (module: string): number => found.find(([one]) => one.test(module))?.[1] ?? usual;
}

/** @throws FieldError unsupported_field, HuggingFaceError bad_config */
export function adaptedModules(
  values: ConfigValues,
  specs: readonly ParameterSpec[],
  family: ModelConfig['family'],
): AdaptedModule[] {
  const json = new ConfigJson(values);
  const isChosen = chooser(values, family);
  const isExcluded = excluder(values);
  const rankOf = patterned(values, 'rank_pattern', json.whole('r', 8));
  const alphaOf = patterned(values, 'alpha_pattern', json.number('lora_alpha', 8));
  const isStable = json.flag('use_rslora', false);
  return specs.filter(isLayerMatrix).flatMap((spec): AdaptedModule[] => {
    const module = moduleName(spec);
    if (isExcluded(module) || !isChosen(module)) return [];
    const r = rankOf(module);
    return [{ spec, r, scale: alphaOf(module) / (isStable ? Math.sqrt(r) : r) }];
  });
}

/** Ends of the modules' names, in the model's order. */
export const targetsOf = (modules: readonly AdaptedModule[], specs: readonly ParameterSpec[]) => {
  const ends = new Set(modules.map(({ spec }) => lastName(moduleName(spec))));
  return loraTargets(specs).filter((name) => ends.has(name));
};
