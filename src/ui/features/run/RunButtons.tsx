import { Pause, Play, Square, StepForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBench, useRun } from '../../stores/context';
import { pauseRun, resumeRun, singleStep, stopRun } from '../../stores/runActions';
import { Button } from '../../kit/Button';

/** Pause or resume, one step, stop: those that make sense now. */
export function RunButtons({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const state = useRun((run) => run?.state);
  if (state !== 'running' && state !== 'paused' && state !== 'preparing') return null;
  const iconSize = compact ? 14 : 15;
  const key = (
    name: 'pause' | 'resume' | 'step' | 'stop',
    Icon: typeof Pause,
    onPress: () => Promise<void>,
  ) => (
    <Button
      key={name}
      look={compact ? 'quiet' : 'plain'}
      icon={<Icon size={iconSize} aria-hidden />}
      testId={compact ? `status-${name}` : `run-${name}`}
      onPress={() => void onPress()}
      {...(compact ? { label: t(`run.${name}`) } : { children: t(`run.${name}`) })}
    />
  );
  return (
    <>
      {state === 'running' && key('pause', Pause, () => pauseRun(bench))}
      {state === 'paused' && key('resume', Play, () => resumeRun(bench))}
      {state === 'paused' && !compact && key('step', StepForward, () => singleStep(bench))}
      {key('stop', Square, () => stopRun(bench))}
    </>
  );
}
