// What a variant is called: the names of its stages in their order. English here, for reports; the page
// has the same keys in its languages.
import { filled } from '../../protocol/error';
import type { Named, Stage } from '../../protocol/variant';

/** `{{…}}` as in the page's words. */
export const STAGE_NAMES = {
  whole: 'FP32',
  stored: 'as stored',
  trained_on: 'FP32, trained on',
  int8: 'INT8',
  int8_dot: 'INT8 dot',
  int8_tensor: 'INT8, one scale',
  int4: 'INT4',
  int4_group: 'INT4 by {{group}}',
  f16: 'FP16',
  low_rank_weights: 'low rank {{percent}} %',
  low_rank_rank: 'rank {{amount}}',
  low_rank_energy: 'low rank, {{percent}} % energy',
  pruned: '{{percent}} % pruned',
  pruned_gradually: '{{percent}} % pruned gradually',
  pruned_groups: '{{left}}:4 pruned',
  heads: 'heads −{{percent}} %',
  layers: 'layers −{{percent}} %',
  shared: 'layers shared by {{groups}}',
  recover: 'recovered',
  distill: 'distilled',
};

export interface StageName {
  readonly key: keyof typeof STAGE_NAMES;
  readonly values: Readonly<Record<string, number>>;
}

const percentOf = (share: number): number => Number((100 * share).toFixed(1));
const named = (key: StageName['key'], values: StageName['values'] = {}): StageName => ({
  key,
  values,
});

function nameOfStage(stage: Stage): StageName {
  switch (stage.kind) {
    case 'int8':
      if (stage.activations === 'int8') return named('int8_dot');
      return named(stage.scales === 'tensor' ? 'int8_tensor' : 'int8');
    case 'int4':
      return stage.group === 32 ? named('int4') : named('int4_group', { group: stage.group });
    case 'low_rank': {
      const { by, amount } = stage;
      return named(`low_rank_${by}`, { amount, percent: percentOf(amount) });
    }
    case 'prune': {
      const { how, schedule, amount } = stage;
      if (how === 'n_m') return named('pruned_groups', { left: 4 - 4 * amount });
      const key = schedule === 'gradual' ? 'pruned_gradually' : 'pruned';
      return named(key, { percent: percentOf(amount) });
    }
    case 'heads':
    case 'layers':
      return named(stage.kind, { percent: percentOf(stage.share) });
    case 'share_layers':
      return named('shared', { groups: stage.groups });
    case 'f16':
    case 'recover':
    case 'distill':
      return named(stage.kind);
  }
}

export function stageNames({ stages, isStored }: Named): StageName[] {
  if (stages.length === 0) return [named(isStored ? 'stored' : 'whole')];
  if (stages.every(({ kind }) => kind === 'recover')) return [named('trained_on')];
  return stages.map(nameOfStage);
}

/** Its model before the stages, its place behind them. */
export const withOrigin = (line: string, { place, model }: Named): string =>
  `${model ? `${model}: ` : ''}${line}${place ? ` · ${place.toUpperCase()}` : ''}`;

/** Names in one line, as they read one after another. */
export function joinNames(names: readonly string[]): string {
  const line = names.join(' → ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

export const variantName = (variant: Named): string => withOrigin(lineOf(variant), variant);

const lineOf = (variant: Named): string =>
  joinNames(stageNames(variant).map(({ key, values }) => filled(STAGE_NAMES[key], values)));
