// Which layers an adapter changes and how strongly, by PEFT's rules for names of modules.
import { fieldError } from '../../formats/fieldTable';
import { loraTargets } from '../../nn/lora';
import { isLayerMatrix, type ParameterSpec } from '../../parameters';
import type { ModelConfig } from '../../run/config';
import { ConfigJson, type ConfigValues } from '../huggingface/config';
import { nameTest } from './modulePatterns';

const FILE = 'adapter_config.json';

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
  return nameTest(FILE, 'exclude_modules', names);
}

/** Of modules that a list names: is theirs a layer that is asked for? */
function inLayers(values: ConfigValues): (module: string) => boolean {
  const { layers_to_transform: requested } = values;
  const layers =
    typeof requested === 'number' ? [requested] : ((requested ?? []) as readonly number[]);
  if (layers.length === 0) return () => true;
  const given = namesOf(values, 'layers_pattern') ?? [];
  const names = typeof given === 'string' ? [given] : given;
  const stacks = names.filter((name) => name !== '');
  const tests = (stacks.length > 0 ? stacks : ['[^.]*']).map((name) =>
    nameTest(FILE, 'layers_pattern', name, '.*\\.'),
  );
  return (module) => {
    const path = module.split('.');
    for (const test of tests) {
      const at = path.findLastIndex(
        (segment, index) =>
          /^\d+$/.test(segment) && index < path.length - 1 && test(path.slice(0, index).join('.')),
      );
      if (at >= 0) return layers.includes(Number(path[at]));
    }
    return false;
  };
}

function chooser(values: ConfigValues, family: ModelConfig['family']): (module: string) => boolean {
  const names = namesOf(values, 'target_modules') ?? USUAL[family] ?? [];
  if (names === 'all-linear') return () => true;
  if (typeof names === 'string') {
    return nameTest(FILE, 'target_modules', names);
  }
  const isLayer = inLayers(values);
  return (module) => names.includes(module) || (endsWith(module, names) && isLayer(module));
}

/** The number of the first pattern that matches a module. */
function patterned(values: ConfigValues, key: 'rank_pattern' | 'alpha_pattern', usual: number) {
  const given = (values[key] ?? {}) as Readonly<Record<string, number>>;
  const found = Object.entries(given).map(
    ([source, value]) => [nameTest(FILE, key, source, '(?:.*\\.)?'), value] as const,
  );
  return (module: string): number => found.find(([test]) => test(module))?.[1] ?? usual;
}

/** @throws FieldError unsupported_field, HuggingFaceError bad_config */
export function adaptedModules(
  values: ConfigValues,
  specs: readonly ParameterSpec[],
  family: ModelConfig['family'],
): AdaptedModule[] {
  const json = new ConfigJson(values, FILE);
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
