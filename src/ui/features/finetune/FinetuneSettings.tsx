import { useTranslation } from 'react-i18next';
import { EXAMPLE_SETS, OWN_EXAMPLES } from '../../../training/data/exampleSets';
import { BaseChoice } from '../study/BaseChoice';
import { Fields, NumberField, SelectField } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';
import { useNamed } from './useNamed';
import { isOwn, setOf, usualRate } from '../../../host/studies/finetune/request';
import { changeFinetuning } from './finetuneActions';
import type {
  FinetuneChoices,
  FinetunedMethod,
  FinetuneRuns,
} from '../../../host/studies/finetune/request';

const METHODS: readonly FinetunedMethod[] = ['full', 'lora', 'last_blocks', 'head'];
const SETS = [...EXAMPLE_SETS.map(({ id }) => id), OWN_EXAMPLES] as const;
const RUNS: readonly FinetuneRuns[] = ['one', 'compare', 'few'];

/** What it starts from, what it learns, and how. */
export function FinetuneSettings() {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const change = (changed: Partial<FinetuneChoices>): void => changeFinetuning(bench, changed);
  const { base, set, method, train, runs, shots } = choices;
  const isComparison = runs === 'compare';
  return (
    <form className={styles.settings} onSubmit={(event) => event.preventDefault()}>
      <Fields>
        <BaseChoice
          {...named('base')}
          help={t(base ? 'finetune.base.help' : 'finetune.base.ownHelp')}
          none={t('finetune.base.own')}
          value={base}
          onChange={(chosen) => change({ base: chosen, rate: null })}
        />
        <SelectField
          {...named('set')}
          value={set}
          options={SETS.map((value) => ({ value, name: t(`finetune.set.${value}`) }))}
          help={t(`finetune.setHelp.${isOwn(choices) ? OWN_EXAMPLES : setOf(choices).id}`)}
          onChange={(value) => change({ set: value })}
        />
        <SelectField
          {...named('runs')}
          value={runs}
          options={RUNS.map((value) => ({ value, name: t(`finetune.runs.${value}`) }))}
          help={t(`finetune.runsHelp.${runs}`)}
          onChange={(value) => change({ runs: value })}
        />
        {runs === 'few' ? (
          <NumberField
            {...named('shots')}
            value={shots}
            min={1}
            max={1000}
            onChange={(value) => change({ shots: value })}
          />
        ) : (
          <NumberField
            {...named('train')}
            value={train}
            min={2}
            max={20_000}
            onChange={(value) => change({ train: value })}
          />
        )}
      </Fields>
      {!isComparison && (
        <Fields>
          <SelectField
            {...named('method')}
            value={method}
            options={METHODS.map((value) => ({ value, name: t(`finetune.method.${value}`) }))}
            help={t(`finetune.methodHelp.${method}`)}
            onChange={(value) => change({ method: value, rate: null })}
          />
          {method === 'lora' && <Adapter />}
          {method === 'last_blocks' && (
            <NumberField
              {...named('blocks')}
              value={choices.blocks}
              min={1}
              max={96}
              onChange={(blocks) => change({ blocks })}
            />
          )}
          <NumberField
            {...named('rate')}
            value={choices.rate ?? usualRate(method, choices)}
            min={1e-7}
            max={1}
            step="any"
            onChange={(rate) => change({ rate })}
          />
        </Fields>
      )}
    </form>
  );
}

function Adapter() {
  const named = useNamed();
  const bench = useBench();
  const { r, lora_alpha, lora_dropout } = useBenchStore('finetune', (finetune) => finetune.choices);
  return (
    <>
      <NumberField
        {...named('r')}
        value={r}
        min={1}
        max={256}
        onChange={(value) => changeFinetuning(bench, { r: value })}
      />
      <NumberField
        {...named('lora_alpha')}
        value={lora_alpha}
        min={0.1}
        max={1024}
        step="any"
        onChange={(value) => changeFinetuning(bench, { lora_alpha: value })}
      />
      <NumberField
        {...named('lora_dropout')}
        value={lora_dropout}
        min={0}
        max={0.9}
        step="any"
        onChange={(value) => changeFinetuning(bench, { lora_dropout: value })}
      />
    </>
  );
}
