import { useTranslation } from 'react-i18next';
import type { Stage } from '../../../../host/protocol/variant';
import { NumberField, SelectField } from '../../../kit/Field';

interface Props<Kind extends Stage['kind']> {
  readonly stage: Stage & { readonly kind: Kind };
  readonly onChange: (stage: Stage) => void;
}

/** The one to three settings of a stage. */
export function StageSettings({ stage, onChange }: Props<Stage['kind']>) {
  const { t } = useTranslation();
  switch (stage.kind) {
    case 'int8':
      return <Int8Settings stage={stage} onChange={onChange} />;
    case 'int4':
      return <Int4Settings stage={stage} onChange={onChange} />;
    case 'low_rank':
      return <LowRankSettings stage={stage} onChange={onChange} />;
    case 'prune':
      return <PruneSettings stage={stage} onChange={onChange} />;
    case 'heads':
    case 'layers':
      return <Percent value={stage.share} onChange={(share) => onChange({ ...stage, share })} />;
    case 'share_layers':
      return <GroupsSetting stage={stage} onChange={onChange} />;
    case 'f16':
      return null;
    case 'recover':
    case 'distill':
      return (
        <>
          <Steps value={stage.steps} onChange={(steps) => onChange({ ...stage, steps })} />
          <NumberField
            label={t('pipeline.setting.rate')}
            value={stage.rate}
            min={0.01}
            max={1}
            step="any"
            onChange={(rate) => onChange({ ...stage, rate })}
          />
        </>
      );
  }
}

function Percent(props: { value: number; onChange: (share: number) => void; most?: number }) {
  const { t } = useTranslation();
  return (
    <NumberField
      label={t('pipeline.setting.amount')}
      unit="%"
      value={Number((100 * props.value).toFixed(1))}
      min={1}
      max={props.most ?? 99}
      step="any"
      onChange={(percent) => props.onChange(percent / 100)}
    />
  );
}

function Steps(props: { value: number | undefined; onChange: (steps: number) => void }) {
  const { t } = useTranslation();
  return (
    <NumberField
      label={t('pipeline.setting.steps')}
      value={props.value ?? 1}
      min={1}
      max={100_000}
      onChange={props.onChange}
    />
  );
}

function GroupsSetting({ stage, onChange }: Props<'share_layers'>) {
  const { t } = useTranslation();
  return (
    <NumberField
      label={t('pipeline.setting.layerGroups')}
      value={stage.groups}
      min={1}
      max={96}
      onChange={(groups) => onChange({ ...stage, groups })}
    />
  );
}

function Int8Settings({ stage, onChange }: Props<'int8'>) {
  const { t } = useTranslation();
  return (
    <>
      <SelectField
        label={t('pipeline.setting.activations')}
        value={stage.activations}
        options={[
          { value: 'float', name: t('pipeline.choice.float') },
          { value: 'int8', name: t('pipeline.choice.int8') },
        ]}
        onChange={(activations) => onChange({ ...stage, activations })}
      />
      <SelectField
        label={t('pipeline.setting.scales')}
        value={stage.scales}
        options={[
          { value: 'channel', name: t('pipeline.choice.channel') },
          { value: 'tensor', name: t('pipeline.choice.tensor') },
        ]}
        onChange={(scales) => onChange({ ...stage, scales })}
      />
    </>
  );
}

function Int4Settings({ stage, onChange }: Props<'int4'>) {
  const { t } = useTranslation();
  return (
    <>
      <SelectField
        label={t('pipeline.setting.group')}
        value={String(stage.group)}
        options={['32', '64', '128'].map((value) => ({ value, name: value }))}
        onChange={(group) => onChange({ ...stage, group: Number(group) as 32 | 64 | 128 })}
      />
      <SelectField
        label={t('pipeline.setting.range')}
        value={stage.asymmetric ? 'asymmetric' : 'symmetric'}
        options={[
          { value: 'symmetric', name: t('pipeline.choice.symmetric') },
          { value: 'asymmetric', name: t('pipeline.choice.asymmetric') },
        ]}
        onChange={(range) => onChange({ ...stage, asymmetric: range === 'asymmetric' })}
      />
    </>
  );
}

const RANK = 16;

function LowRankSettings({ stage, onChange }: Props<'low_rank'>) {
  const { t } = useTranslation();
  const { by, amount } = stage;
  const names = ['weights', 'energy', 'rank'] as const;
  return (
    <>
      <SelectField
        label={t('pipeline.setting.keep')}
        value={by}
        options={names.map((value) => ({ value, name: t(`pipeline.choice.${value}`) }))}
        onChange={(next) =>
          onChange({
            ...stage,
            by: next,
            amount: next === 'rank' ? RANK : next === 'energy' ? 0.9 : 0.5,
          })
        }
      />
      {by === 'rank' ? (
        <NumberField
          label={t('pipeline.setting.rank')}
          value={amount}
          min={1}
          max={16_384}
          onChange={(rank) => onChange({ ...stage, amount: rank })}
        />
      ) : (
        <Percent value={amount} onChange={(share) => onChange({ ...stage, amount: share })} />
      )}
    </>
  );
}

function PruneSettings({ stage, onChange }: Props<'prune'>) {
  const { t } = useTranslation();
  const { how, schedule } = stage;
  const scopes = ['each', 'global', 'n_m'] as const;
  return (
    <>
      <SelectField
        label={t('pipeline.setting.how')}
        value={how}
        options={scopes.map((value) => ({ value, name: t(`pipeline.choice.${value}`) }))}
        onChange={(next) =>
          onChange(
            next === 'n_m'
              ? { ...stage, how: next, amount: 0.5, schedule: 'once' }
              : { ...stage, how: next },
          )
        }
      />
      {how === 'n_m' ? (
        <SelectField
          label={t('pipeline.setting.groups')}
          value={String(stage.amount)}
          options={['0.25', '0.5', '0.75'].map((value) => ({
            value,
            name: `${4 - 4 * Number(value)}:4`,
          }))}
          onChange={(amount) => onChange({ ...stage, amount: Number(amount) })}
        />
      ) : (
        <>
          <Percent value={stage.amount} onChange={(amount) => onChange({ ...stage, amount })} />
          <SelectField
            label={t('pipeline.setting.schedule')}
            value={schedule}
            options={[
              { value: 'once', name: t('pipeline.choice.once') },
              { value: 'gradual', name: t('pipeline.choice.gradual') },
            ]}
            onChange={(next) => onChange({ ...stage, schedule: next })}
          />
        </>
      )}
      {schedule === 'gradual' && (
        <Steps value={stage.steps} onChange={(steps) => onChange({ ...stage, steps })} />
      )}
    </>
  );
}
