import { RotateCcw } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AugmentationConfig } from '../../../training/run/objectiveConfig';
import { formatSetting } from '../../kit/format';
import { useBench } from '../../stores/context';
import { problemsOf, type Draft } from '../../stores/drafts';
import { AugmentationsControl } from './AugmentationsControl';
import { BlocksControl } from './BlocksControl';
import { ChoiceControl } from './ChoiceControl';
import type { ControlProps } from './controlProps';
import { defaultsWithin } from '../families';
import styles from './SettingField.module.css';
import type { ChoiceValue, Setting, SettingValue } from '../settings';
import type { ObjectiveWeight } from '../objectives';
import { NumberControl } from './NumberControl';
import { SwitchControl } from './SwitchControl';
import { TextControl } from './TextControl';
import { WeightsControl } from './WeightsControl';

/** One setting: its name and other name, its value and unit, what it does, its default, what is wrong. */
export function SettingField(props: { setting: Setting; experimentId: string; draft: Draft }) {
  const { setting, experimentId, draft } = props;
  const { t } = useTranslation();
  const problem = problemsOf(draft)[setting.id];
  const id = `setting-${setting.id}`;
  const common = {
    experimentId,
    label: t(`setting.${setting.id}.label`),
    value: setting.read(draft.config),
    isInvalid: problem !== undefined,
    describedBy: problem ? `${id}-problem` : `${id}-help`,
  };
  return (
    <div className={styles.field} data-setting={setting.id} data-invalid={problem !== undefined}>
      <Control setting={setting} common={common} />
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
        <Default setting={setting} experimentId={experimentId} draft={draft} />
      </p>
    </div>
  );
}

function Control({
  setting,
  common,
}: {
  setting: Setting;
  common: Omit<ControlProps<Setting>, 'setting'>;
}) {
  const bench = useBench();
  switch (setting.kind) {
    case 'number':
      return <NumberControl setting={setting} {...common} />;
    case 'choice':
      return <ChoiceControl setting={setting} {...common} />;
    case 'text':
      return <TextControl setting={setting} {...common} />;
    case 'blocks':
      return <BlocksControl setting={setting} {...common} />;
    case 'augmentations':
      return <AugmentationsControl setting={setting} {...common} />;
    case 'weights':
      return <WeightsControl setting={setting} {...common} />;
    case 'switch':
      return (
        <SwitchControl
          label={common.label}
          value={common.value === true}
          onChange={(value) => bench.drafts.getState().set(common.experimentId, setting, value)}
        />
      );
  }
}

/** What the others depend on goes back to the experiment's own. */
const OF_DRAFT: ReadonlySet<string> = new Set(['family', 'objective']);

function Default(props: { setting: Setting; experimentId: string; draft: Draft }) {
  const { setting, experimentId, draft } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const { defaults, config } = draft;
  const value = setting.read(
    OF_DRAFT.has(setting.id) ? defaults : defaultsWithin(defaults, config),
  );
  const shown = shownValue(setting, value, t);
  const words = t('settings.default', { value: shown });
  const isChanged = setting.read(draft.config) !== value || draft.refused[setting.id] !== undefined;
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

const blocksOf = (t: TFunction, n: number): string => t('blocks.count', { n, count: n });

function shownValue(setting: Setting, value: SettingValue, t: TFunction): string {
  if (typeof value === 'number') return formatSetting(value);
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  switch (setting.kind) {
    case 'choice':
      return t(`settings.choice.${value as ChoiceValue}`);
    case 'blocks':
      return blocksOf(t, (JSON.parse(value) as unknown[]).length);
    case 'augmentations':
      return (JSON.parse(value) as AugmentationConfig[])
        .map(({ kind }) => t(`examples.augmentation.${kind}`))
        .join(', ');
    case 'weights':
      return (JSON.parse(value) as ObjectiveWeight[])
        .map(({ weight }) => formatSetting(weight))
        .join(' : ');
    default:
      return value.replaceAll('\n', '↵');
  }
}
