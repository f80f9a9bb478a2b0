import { Wand2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../kit/Field';
import { Button } from '../../kit/Button';
import { useBench, useBenchStore } from '../../stores/context';
import { CleaningReport } from './CleaningReport';
import cleaning from './Cleaning.module.css';
import styles from '../../kit/panel.module.css';
import { changeStep, cleanText } from '../../sources/dataActions';
import { JobProgress } from '../../sources/JobProgress';
import { StepSettings } from './StepSettings';

/** The steps between the source and the text, in order, each to be switched off. */
export function CleaningPanel() {
  const { t } = useTranslation();
  const bench = useBench();
  const steps = useBenchStore('data', (state) => state.steps);
  const isBusy = useBenchStore('data', ({ job }) => job !== null);
  const clean = useBenchStore('data', (state) => state.clean);
  return (
    <section className={styles.panel} aria-labelledby="data-cleaning">
      <h2 id="data-cleaning">{t('data.cleaning.title')}</h2>
      <p>{t('data.cleaning.lead')}</p>
      <ol className={cleaning.steps}>
        {steps.map(({ isOn, step }, index) => (
          <li key={step.kind} data-off={!isOn || undefined}>
            <label className={cleaning.stepName}>
              <input
                type="checkbox"
                checked={isOn}
                onChange={(event) => changeStep(bench, index, { isOn: event.target.checked })}
              />
              {t(`data.step.${step.kind}`)}
            </label>
            <p>{t(`data.stepHelp.${step.kind}`)}</p>
            <StepSettings
              step={step}
              onChange={(changed) => changeStep(bench, index, { step: changed })}
            />
          </li>
        ))}
      </ol>
      <Shares />
      <div className={styles.row}>
        <Button
          look={clean ? 'plain' : 'signal'}
          icon={<Wand2 size={15} aria-hidden />}
          testId="data-clean"
          isDisabled={isBusy}
          onPress={() => void cleanText(bench)}
        >
          {t(clean ? 'data.cleaning.restart' : 'data.cleaning.start')}
        </Button>
      </div>
      <JobProgress kinds={['cleaning']} />
      {clean && <CleaningReport clean={clean} />}
    </section>
  );
}

function Shares() {
  const { t } = useTranslation();
  const bench = useBench();
  const shares = useBenchStore('data', (state) => state.shares);
  const split = useBenchStore('data', ({ source }) => source?.heldOut?.split);
  const set = (change: Partial<typeof shares>) =>
    bench.data.setState({ shares: { ...shares, ...change } });
  if (split !== undefined)
    return <p className={styles.note}>{t('data.cleaning.ownSplit', { split })}</p>;
  return (
    <div className={styles.controls}>
      {(['validation', 'test'] as const).map((split) => (
        <NumberField
          key={split}
          label={t('data.cleaning.share', { split: t(`data.split.${split}`) })}
          unit="%"
          value={Math.round(shares[split] * 100)}
          min={0}
          max={45}
          onChange={(percent) => set({ [split]: percent / 100 })}
        />
      ))}
      <NumberField
        label={t('data.cleaning.seed')}
        value={shares.seed}
        min={0}
        max={1e9}
        onChange={(seed) => set({ seed })}
      />
    </div>
  );
}
