import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../host/protocol/variant';
import type { enPipeline } from '../../../i18n/pipeline/en';
import { NumberField, SelectField } from '../../../kit/Field';

type SettingId = keyof typeof enPipeline.setting;
type ChoiceId = keyof typeof enPipeline.choice;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly step?: 'any';
  readonly unit?: string;
}

const STEPS: Range = { min: 1, max: 100_000 };
const RATE: Range = { min: 0.01, max: 1, step: 'any' };
const PERCENT: Range = { min: 1, max: 99, step: 'any', unit: '%' };
const RANK: Range = { min: 1, max: 16_384 };
const LAYER_GROUPS: Range = { min: 1, max: 96 };
/** Of a low rank, by what decides it. */
const FIRST_AMOUNT = { weights: 0.5, energy: 0.9, rank: 16 };

/** Controls of a stage's settings; `put` makes the stage with the chosen value. */
function useStageFields(onChange: (stage: Stage) => void) {
  const { t } = useTranslation();
  const number = (id: SettingId, value: number, range: Range, put: (value: number) => Stage) => (
    <NumberField
      key={id}
      label={t(`pipeline.setting.${id}`)}
      value={value}
      {...range}
      onChange={(chosen) => onChange(put(chosen))}
    />
  );
  const percent = (share: number, put: (share: number) => Stage) =>
    number('amount', Number((100 * share).toFixed(1)), PERCENT, (value) => put(value / 100));
  const choice = <Value extends string>(
    id: SettingId,
    value: Value,
    options: readonly { value: Value; name: string }[],
    put: (value: Value) => Stage,
  ) => (
    <SelectField
      key={id}
      label={t(`pipeline.setting.${id}`)}
      {...{ value, options }}
      onChange={(chosen) => onChange(put(chosen))}
    />
  );
  const named = <Value extends ChoiceId>(...values: Value[]) =>
    values.map((value) => ({ value, name: t(`pipeline.choice.${value}`) }));
  return { number, percent, choice, named };
}

type StageFields = ReturnType<typeof useStageFields>;

/** The one to three settings of a stage. */
export function StageSettings(props: { stage: Stage; onChange: (stage: Stage) => void }) {
  const { stage, onChange } = props;
  const fields = useStageFields(onChange);
  const { number, percent, choice, named } = fields;
  switch (stage.kind) {
    case 'f16':
      return null;
    case 'heads':
    case 'layers':
      return percent(stage.share, (share) => ({ ...stage, share }));
    case 'share_layers':
      return number('layerGroups', stage.groups, LAYER_GROUPS, (groups) => ({ ...stage, groups }));
    case 'recover':
    case 'distill':
      return [
        number('steps', stage.steps ?? 1, STEPS, (steps) => ({ ...stage, steps })),
        number('rate', stage.rate, RATE, (rate) => ({ ...stage, rate })),
      ];
    case 'int8':
      return [
        choice('activations', stage.activations, named('float', 'int8'), (activations) => ({
          ...stage,
          activations,
        })),
        choice('scales', stage.scales, named('channel', 'tensor'), (scales) => ({
          ...stage,
          scales,
        })),
      ];
    case 'int4': {
      const groups = (['32', '64', '128'] as const).map((value) => ({ value, name: value }));
      const range = stage.asymmetric ? 'asymmetric' : 'symmetric';
      return [
        choice('group', `${stage.group}`, groups, (group) => ({
          ...stage,
          group: Number(group) as 32 | 64 | 128,
        })),
        choice('range', range, named('symmetric', 'asymmetric'), (chosen) => ({
          ...stage,
          asymmetric: chosen === 'asymmetric',
        })),
      ];
    }
    case 'low_rank': {
      const { by } = stage;
      const put = (amount: number): Stage => ({ ...stage, amount });
      return [
        choice('keep', by, named('weights', 'energy', 'rank'), (next) => ({
          ...stage,
          by: next,
          amount: FIRST_AMOUNT[next],
        })),
        by === 'rank' ? number('rank', stage.amount, RANK, put) : percent(stage.amount, put),
      ];
    }
    case 'prune':
      return pruneFields(stage, fields);
  }
}

/** How much goes depends on how it is chosen. */
function pruneFields(
  stage: Extract<Stage, { kind: 'prune' }>,
  { number, percent, choice, named }: StageFields,
) {
  const { how, schedule, amount } = stage;
  const put = (share: number): Stage => ({ ...stage, amount: share });
  const ratios = [0.25, 0.5, 0.75].map((share) => ({
    value: String(share),
    name: `${4 - 4 * share}:4`,
  }));
  return [
    choice('how', how, named('each', 'global', 'n_m'), (next) => ({
      ...stage,
      how: next,
      ...(next === 'n_m' && { amount: 0.5, schedule: 'once' }),
    })),
    how === 'n_m'
      ? choice('groups', String(amount), ratios, (share) => put(Number(share)))
      : percent(amount, put),
    how !== 'n_m' &&
      choice('schedule', schedule, named('once', 'gradual'), (next) => ({
        ...stage,
        schedule: next,
      })),
    schedule === 'gradual' &&
      number('steps', stage.steps ?? 1, STEPS, (steps) => ({ ...stage, steps })),
  ];
}
