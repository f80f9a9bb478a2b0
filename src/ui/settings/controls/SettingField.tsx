import { RotateCcw } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AugmentationConfig } from '../../../training/run/objectiveConfig';
import type { TextRow } from '../../../training/run/texts/textRows';
import { Select } from '../../kit/Field';
import { formatSetting } from '../../kit/format';
import { useBench } from '../../stores/context';
import { problemsOf, type Draft } from '../../stores/drafts';
import { AugmentationsControl } from './AugmentationsControl';
import { BlocksControl } from './BlocksControl';
import { defaultsWithin } from '../families';
import styles from './SettingField.module.css';
import type { ChoiceValue, ControlProps, Setting, SettingValue } from '../settings';
import type { ObjectiveWeight } from '../objectives';
import type { Problem } from '../validate';
import { NumberControl } from './NumberControl';
import { SwitchControl } from './SwitchControl';
import { TextsControl } from './TextsControl';
import { WeightsControl } from './WeightsControl';

interface FieldProps {
  setting: Setting;
  experimentId: string;
  draft: Draft;
}

/** One setting: its name and other name, its value and unit, what it does, its default, what is wrong. */
export function SettingField({ setting, experimentId, draft }: FieldProps) {
  const { t } = useTranslation();
  const problem = problemsOf(draft)[setting.id];
  const id = `setting-${setting.id}`;
  return (
    <div className={styles.field} data-setting={setting.id} data-invalid={problem !== undefined}>
      <Control {...{ setting, experimentId, draft, problem }} />
      <p className={styles.help} id={`${id}-help`}>
        {t(`setting.${setting.id}.help`)}
      </p>
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {t(`settings.problem.${problem.code}`, problem.fields)}
        </p>
      )}
      <p className={styles.foot}>
        <code title={t('settings.nameInTransformers')}>{setting.hf}</code>
        <Default {...{ setting, experimentId, draft }} />
      </p>
    </div>
  );
}

const LISTS = {
  blocks: BlocksControl,
  augmentations: AugmentationsControl,
  weights: WeightsControl,
  texts: TextsControl,
};

function Control(props: FieldProps & { problem: Problem | undefined }) {
  const { setting, experimentId, draft, problem } = props;
  const { t } = useTranslation();
  const { set, refuse } = useBench().drafts.getState();
  const id = `setting-${setting.id}`;
  const common: ControlProps = {
    id,
    label: t(`setting.${setting.id}.label`),
    value: setting.read(draft.config),
    describedBy: problem ? `${id}-problem` : `${id}-help`,
    onChange: (chosen) => set(experimentId, setting, chosen),
  };
  const { label, value, describedBy, onChange } = common;
  switch (setting.kind) {
    case 'number':
      return (
        <NumberControl
          {...common}
          setting={setting}
          isInvalid={problem !== undefined}
          onRefuse={(found) => refuse(experimentId, setting.id, found)}
        />
      );
    case 'choice': {
      const choices = setting.among?.(draft.config) ?? setting.choices;
      return (
        <div className={styles.head}>
          <label htmlFor={id}>{label}</label>
          <Select
            {...{ id, describedBy, onChange }}
            className={styles.select!}
            value={String(value)}
            options={choices.map((name) => ({ value: name, name: t(`settings.choice.${name}`) }))}
          />
        </div>
      );
    }
    case 'text':
      return (
        <div className={styles.column}>
          <label htmlFor={id}>{label}</label>
          <textarea
            id={id}
            className={styles.text}
            rows={2}
            maxLength={2000}
            value={String(value)}
            aria-describedby={describedBy}
            onChange={(event) => onChange(event.target.value)}
          />
        </div>
      );
    case 'switch':
      return <SwitchControl {...{ label, onChange }} value={value === true} />;
    default: {
      const List = LISTS[setting.kind];
      return (
        <div role="group" aria-label={label} aria-describedby={describedBy}>
          <p className={styles.label}>{label}</p>
          <List config={draft.config} value={String(value)} onChange={onChange} />
        </div>
      );
    }
  }
}

/** What the others depend on goes back to the experiment's own. */
const OF_DRAFT: ReadonlySet<string> = new Set(['family', 'objective']);

function Default({ setting, experimentId, draft }: FieldProps) {
  const { t } = useTranslation();
  const bench = useBench();
  const { defaults, config, refused } = draft;
  const value = setting.read(
    OF_DRAFT.has(setting.id) ? defaults : defaultsWithin(defaults, config),
  );
  const shown = shownValue(setting, value, t);
  const words = t('settings.default', { value: shown });
  const isChanged = setting.read(config) !== value || refused[setting.id] !== undefined;
  if (!isChanged) return <span>{words}</span>;
  return (
    <Button
      className={styles.reset}
      aria-label={`${t(`setting.${setting.id}.label`)}: ${t('settings.reset')} (${shown})`}
      onPress={() => bench.drafts.getState().set(experimentId, setting, value)}
    >
      <RotateCcw size={11} aria-hidden />
      {words}
    </Button>
  );
}

function shownValue(setting: Setting, value: SettingValue, t: TFunction): string {
  if (typeof value === 'number') return formatSetting(value);
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  const list = <Item,>(): Item[] => JSON.parse(value) as Item[];
  switch (setting.kind) {
    case 'choice':
      return t(`settings.choice.${value as ChoiceValue}`);
    case 'blocks': {
      const n = list().length;
      return t('blocks.count', { n, count: n });
    }
    case 'augmentations': {
      const names = list<AugmentationConfig>().map(({ kind }) =>
        t(`examples.augmentation.${kind}`),
      );
      return names.join(', ') || t('settings.choice.none');
    }
    case 'texts':
      return list<TextRow>()
        .map(({ corpus }) => t(`settings.choice.${corpus as ChoiceValue}`))
        .join(', ');
    case 'weights':
      return list<ObjectiveWeight>()
        .map(({ weight }) => formatSetting(weight))
        .join(' : ');
    default:
      return value.replaceAll('\n', '↵');
  }
}
