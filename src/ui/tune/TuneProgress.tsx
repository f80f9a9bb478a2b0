import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { keepAmongModels } from '../components/exportActions';
import { ExportKeys } from '../components/ExportKeys';
import { KeyButton } from '../components/KeyButton';
import { StudyProgress } from '../components/StudyProgress';
import { useErrorWords } from '../components/useErrorWords';
import { formatCount, formatDuration } from '../format';
import { useBench, useBenchStore, useLanguage } from '../stores/context';
import styles from './tune.module.css';
import { stopTuning, type TunedMethod } from './tuneStore';

/** Which way is being tuned, how far it is, and what can be taken along at the end. */
export function TuneProgress() {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const language = useLanguage();
  const { state, update, error } = useBenchStore(
    (stores) => stores.tune,
    (tune) => tune,
  );
  if (state === 'idle') return null;
  const live = update?.live ?? null;
  const progress = live?.progress;
  const asked = update?.asked ?? null;
  const share = asked
    ? asked.done / Math.max(1, asked.total)
    : progress
      ? progress.step / Math.max(1, progress.maxSteps)
      : 0;
  const parts = asked
    ? [t('tune.asked', { seed: asked.seed })]
    : [
        ...(live?.arm
          ? [t('tune.who', { name: t(`tune.method.${live.arm as TunedMethod}`), seed: live.seed })]
          : []),
        ...(progress
          ? [
              t('tune.step', {
                step: formatCount(progress.step, language),
                all: formatCount(progress.maxSteps, language),
              }),
            ]
          : []),
        ...(progress && share > 0.05
          ? [t('tune.left', { time: formatDuration(progress.remainingMs) })]
          : []),
      ];
  return (
    <StudyProgress
      id="tune"
      title={t('tune.title')}
      state={state}
      stage={t(`tune.stage.${update?.stage ?? 'pretrain'}`)}
      words={state === 'running' ? parts.join(' · ') : ''}
      error={error && words(error)}
      share={share}
      onStop={() => void stopTuning(bench)}
    >
      {live?.warnings.map((warning) => (
        <p key={warning.code} className={styles.help}>
          {words(warning)}
        </p>
      ))}
      {state === 'done' && live && <Export key={live.runId} runId={live.runId} arm={live.arm} />}
    </StudyProgress>
  );
}

/** The model that was tuned last, with its output layer; adapters are added in. */
function Export({ runId, arm }: { runId: string; arm: string | null }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [isKept, setKept] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const name = t('tune.keptAs', { way: t(`tune.method.${(arm ?? 'full') as TunedMethod}`) });
  const keep = async () => {
    setBusy(true);
    setKept((await keepAmongModels(bench, runId, name)) !== null);
    setBusy(false);
  };
  return (
    <div className={styles.keys}>
      <ExportKeys
        testId="tune-export"
        runId={runId}
        name={`tuned-${arm ?? 'base'}`}
        hasAdapter={arm === 'lora'}
      />
      {isKept ? (
        <Link href="/models" data-testid="tune-kept">
          {t('models.kept')}
        </Link>
      ) : (
        <KeyButton
          icon={<Boxes size={15} aria-hidden />}
          testId="tune-keep"
          isDisabled={isBusy}
          onPress={() => void keep()}
        >
          {t('models.keep')}
        </KeyButton>
      )}
    </div>
  );
}
