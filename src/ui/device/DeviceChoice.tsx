import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DeviceChoice as Choice } from '../../host/protocol/device';
import { Segments, type Segment } from '../kit/Segments';
import { hasActiveRun, openDevice } from '../stores/bench';
import { runningJob } from '../stores/jobs';
import { useBench } from '../stores/context';
import { preferences, setDevice } from '../stores/preferences';

/** GPU, CPU, or whichever is faster; what runs on a device would end with it. */
export function DeviceChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const { device } = useStore(preferences);
  const hasRun = useStore(bench.run, hasActiveRun);
  const isWorking = useStore(bench.jobs, (state) => runningJob(state) !== null);
  if (hasRun || isWorking) return <p>{t('status.deviceBusy')}</p>;
  const segments: readonly Segment<Choice>[] = (['auto', 'gpu', 'cpu'] as const).map((id) => {
    const label = t(NAMES[id]);
    return { id, label, content: label };
  });
  return (
    <Segments
      label={t('status.device')}
      segments={segments}
      value={device}
      onChange={(choice) => {
        setDevice(choice);
        void openDevice(bench);
      }}
    />
  );
}

const NAMES = {
  auto: 'status.deviceAuto',
  gpu: 'status.deviceGpu',
  cpu: 'status.deviceCpu',
} as const;
