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
import styles from './KnobField.module.css';
import type { ChoiceValue, Knob, KnobValue } from '../knobs';
import type { ObjectiveWeight } from '../objectives';
import { NumberControl } from './NumberControl';
import { SwitchControl } from './SwitchControl';
import { TextControl } from './TextControl';
import { WeightsControl } from './WeightsControl';

/** One knob: its name and other name, its value and unit, what it does, its default, what is wrong. */
export function KnobField(props: { knob: Knob; experimentId: string; draft: Draft }) {
  const { knob, experimentId, draft } = props;
  const { t } = useTranslation();
  const problem = problemsOf(draft)[knob.id];
  const id = `knob-${knob.id}`;
  const common = {
    experimentId,
    label: t(`knob.${knob.id}.label`),
    value: knob.read(draft.config),
    isInvalid: problem !== undefined,
    describedBy: problem ? `${id}-problem` : `${id}-help`,
  };
  return (
    <div className={styles.field} data-knob={knob.id} data-invalid={problem !== undefined}>
      <Control knob={knob} common={common} />
      <p className={styles.help} id={`${id}-help`}>
        {t(`knob.${knob.id}.help`)}
      </p>
      {problem && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {t(`knobs.problem.${problem.code}`, problem.fields)}
        </p>
      )}
      <p className={styles.foot}>
        <code title={t('knobs.nameInTransformers')}>{knob.hf}</code>
        <Default knob={knob} experimentId={experimentId} draft={draft} />
      </p>
    </div>
  );
}

function Control({ knob, common }: { knob: Knob; common: Omit<ControlProps<Knob>, 'knob'> }) {
  const bench = useBench();
  switch (knob.kind) {
    case 'number':
      return <NumberControl knob={knob} {...common} />;
    case 'choice':
      return <ChoiceControl knob={knob} {...common} />;
    case 'text':
      return <TextControl knob={knob} {...common} />;
    case 'blocks':
      return <BlocksControl knob={knob} {...common} />;
    case 'augmentations':
      return <AugmentationsControl knob={knob} {...common} />;
    case 'weights':
      return <WeightsControl knob={knob} {...common} />;
    case 'switch':
      return (
        <SwitchControl
          label={common.label}
          value={common.value === true}
          onChange={(value) => bench.drafts.getState().set(common.experimentId, knob, value)}
        />
      );
  }
}

/** What the others depend on goes back to the experiment's own. */
const OF_DRAFT: ReadonlySet<string> = new Set(['family', 'objective']);

function Default(props: { knob: Knob; experimentId: string; draft: Draft }) {
  const { knob, experimentId, draft } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const { defaults, config } = draft;
  const value = knob.read(OF_DRAFT.has(knob.id) ? defaults : defaultsWithin(defaults, config));
  const shown = shownValue(knob, value, t);
  const words = t('knobs.default', { value: shown });
  const isChanged = knob.read(draft.config) !== value || draft.refused[knob.id] !== undefined;
  if (!isChanged) return <span>{words}</span>;
  return (
    <Button
      className={styles.reset}
      aria-label={`${t(`knob.${knob.id}.label`)}: ${t('knobs.reset')} (${shown})`}
      onPress={() => bench.drafts.getState().set(experimentId, knob, value)}
    >
      <RotateCcw size={11} aria-hidden />
      {words}
    </Button>
  );
}

const blocksOf = (t: TFunction, n: number): string => t('blocks.count', { n, count: n });

function shownValue(knob: Knob, value: KnobValue, t: TFunction): string {
  if (typeof value === 'number') return formatSetting(value);
  if (typeof value === 'boolean') return t(value ? 'knobs.on' : 'knobs.off');
  switch (knob.kind) {
    case 'choice':
      return t(`knobs.choice.${value as ChoiceValue}`);
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
