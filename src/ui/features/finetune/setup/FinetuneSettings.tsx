import { useTranslation } from 'react-i18next';
import { isAdapter, type MadeModel } from '../../../../experiments/finetune';
import { EXAMPLE_SETS, OWN_EXAMPLES } from '../../../../training/data/examples/exampleSets';
import { BaseChoice } from '../../study/BaseChoice';
import { Fields, NumberField, SelectField } from '../../../kit/Field';
import { useBench, useBenchStore } from '../../../stores/context';
import study from '../../study/study.module.css';
import {
  PLAIN_TEXT,
  isMulti,
  isPreference,
  learnsText,
  setOf,
  usualRate,
  type FinetuneChoices,
  type FinetunedMethod,
  type FinetuneRuns,
} from '../../../../host/studies/finetune/request';
import type { enFinetune } from '../../../i18n/finetune/en';
import { changeFinetuning } from '../finetuneActions';

const METHODS: readonly FinetunedMethod[] = [
  'full',
  'lora',
  'dora',
  'qlora',
  'qat',
  'last_blocks',
  'head',
];
const SETS = [...EXAMPLE_SETS.map(({ id }) => id), OWN_EXAMPLES, PLAIN_TEXT] as const;
const MADE: readonly MadeModel[] = ['gpt', 't5'];
const RUNS: readonly FinetuneRuns[] = ['one', 'compare', 'few'];
/** Of texts, and of several sets. */
const WHOLE_RUNS: readonly FinetuneRuns[] = ['one', 'compare'];

/** What it starts from, unless that is the model at hand, what it learns, and how. */
export function FinetuneSettings({ hasBase }: { hasBase: boolean }) {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const change = (changed: Partial<FinetuneChoices>): void => changeFinetuning(bench, changed);
  const hasPairs = useBenchStore('finetune', ({ imported }) =>
    isPreference(choices, imported?.found),
  );
  const { base, set, runs } = choices;
  const isText = learnsText(choices);
  const isSeveral = useBenchStore('finetune', ({ imported }) => isMulti(choices, imported?.found));
  return (
    <form className={study.settings} onSubmit={(event) => event.preventDefault()}>
      <Fields>
        {!hasBase && (
          <BaseChoice
            {...named('base')}
            help={t(`finetune.base.${base ? 'help' : isText ? 'textHelp' : 'ownHelp'}`)}
            none={t('finetune.base.own')}
            value={base}
            onChange={(chosen) => change({ base: chosen, rate: null })}
          />
        )}
        {!base && (
          <SelectField
            {...named('made')}
            value={choices.made}
            options={MADE.map((value) => ({ value, name: t(`finetune.made.${value}`) }))}
            help={t(`finetune.madeHelp.${choices.made}`)}
            onChange={(made) => change({ made })}
          />
        )}
        <SelectField
          {...named('set')}
          value={set}
          options={SETS.map((value) => ({ value, name: t(`finetune.set.${value}`) }))}
          help={t(`finetune.setHelp.${SETS.find((id) => id === set) ?? setOf(choices).id}`)}
          onChange={(value) =>
            change({
              set: value,
              train: setOf({ set: value }).train,
              more: choices.more.filter((one) => one.set !== value),
              ...(value === PLAIN_TEXT && runs === 'few' && { runs: 'one' }),
            })
          }
        />
        <SelectField
          {...named('runs')}
          value={runs}
          options={(isText || isSeveral ? WHOLE_RUNS : RUNS).map((value) => ({
            value,
            name: t(`finetune.runs.${value}`),
          }))}
          help={t(`finetune.runsHelp.${runs}`)}
          onChange={(value) => change({ runs: value })}
        />
        {!isText && <NumberSetting id={runs === 'few' ? 'shots' : 'train'} />}
        {hasPairs && (
          <>
            <NumberSetting id="beta" />
            <NumberSetting id="label_smoothing" />
          </>
        )}
      </Fields>
      {runs !== 'compare' && <MethodFields />}
    </form>
  );
}

/** How it learns; a comparison has its own methods. */
function MethodFields() {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const { method } = choices;
  return (
    <Fields>
      <SelectField
        {...named('method')}
        value={method}
        options={METHODS.map((value) => ({ value, name: t(`finetune.method.${value}`) }))}
        help={t(`finetune.methodHelp.${method}`)}
        onChange={(value) => changeFinetuning(bench, { method: value, rate: null })}
      />
      {OF_METHOD[method].map((id) => (
        <NumberSetting key={id} id={id} />
      ))}
      {isAdapter(method) && <Scaling />}
      {isQuantized(method) && <QuantizationChoice />}
      <NumberField
        {...named('rate')}
        value={choices.rate ?? usualRate(method, choices)}
        min={1e-7}
        max={1}
        step="any"
        onChange={(rate) => changeFinetuning(bench, { rate })}
      />
    </Fields>
  );
}

const NUMBERS = {
  train: { min: 2, max: 20_000 },
  shots: { min: 1, max: 1000 },
  blocks: { min: 1, max: 96 },
  r: { min: 1, max: 256 },
  lora_alpha: { min: 0.1, max: 1024, step: 'any' },
  lora_dropout: { min: 0, max: 0.9, step: 'any' },
  beta: { min: 0.001, max: 100, step: 'any' },
  label_smoothing: { min: 0, max: 0.49, step: 'any' },
} as const;
type NumberId = keyof typeof NUMBERS;

const ADAPTER = ['r', 'lora_alpha', 'lora_dropout'] as const;
const OF_METHOD: Readonly<Record<FinetunedMethod, readonly NumberId[]>> = {
  full: [],
  lora: ADAPTER,
  dora: ADAPTER,
  qlora: ADAPTER,
  qat: [],
  last_blocks: ['blocks'],
  head: [],
};

function NumberSetting({ id }: { id: NumberId }) {
  const named = useNamed();
  const bench = useBench();
  const value = useBenchStore('finetune', ({ choices }) => choices[id]);
  const onChange = (chosen: number): void => changeFinetuning(bench, { [id]: chosen });
  return <NumberField {...named(id)} {...NUMBERS[id]} {...{ value, onChange }} />;
}

const QUANTIZATIONS = ['int8', 'int4'] as const;
const isQuantized = (method: FinetunedMethod): boolean => method === 'qlora' || method === 'qat';

/** Of the base of QLoRA, or of what is trained towards. */
function QuantizationChoice() {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const value = useBenchStore('finetune', ({ choices }) => choices.quantization);
  return (
    <SelectField
      {...named('quantization')}
      value={value}
      options={QUANTIZATIONS.map((id) => ({ value: id, name: t(`finetune.quantization.${id}`) }))}
      onChange={(quantization) => changeFinetuning(bench, { quantization })}
    />
  );
}

const SCALINGS = ['lora', 'rslora'] as const;

/** Of the product of an adapter's factors. */
function Scaling() {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const isRoot = useBenchStore('finetune', ({ choices }) => choices.use_rslora);
  return (
    <SelectField
      {...named('scaling')}
      value={isRoot ? 'rslora' : 'lora'}
      options={SCALINGS.map((value) => ({ value, name: t(`finetune.scaling.${value}`) }))}
      onChange={(value) => changeFinetuning(bench, { use_rslora: value === 'rslora' })}
    />
  );
}

/** A field's label, and its name in tests. */
function useNamed() {
  const { t } = useTranslation();
  return (id: keyof typeof enFinetune.field) => ({
    label: t(`finetune.field.${id}`),
    testId: `finetune-${id}`,
  });
}
