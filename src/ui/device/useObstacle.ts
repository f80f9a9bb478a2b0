import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { problemsOf } from '../stores/drafts';
import { useBench, useDevice } from '../stores/context';
import { missingText } from '../stores/runActions';
import { useErrorWords } from '../kit/useErrorWords';
import type { SettingId } from '../settings/settings';

/** Why this experiment cannot start now, as a sentence; null when it can. */
export function useObstacle(experimentId: string): string | null {
  const { t } = useTranslation();
  const bench = useBench();
  const device = useDevice();
  useStore(bench.texts, (state) => state.texts);
  const draft = useStore(bench.drafts, (state) => state.drafts[experimentId]);
  const planError = useStore(bench.plans, (plans) => plans[experimentId]?.error);
  const words = useErrorWords();
  if (device.status === 'opening') return t('intro.gpuLooking');
  if (device.status === 'missing') return t('intro.gpuMissing');
  if (device.status === 'lost') return t('run.deviceLost');
  const missing = missingText(bench, experimentId);
  if (missing === 'own') return t('text.needOwn');
  if (missing === 'download') return t('text.needDownload');
  const [first] = Object.entries(draft ? problemsOf(draft) : {});
  // Sizes that the probe will choose anyway stand in nobody's way.
  if (!first) return planError && !draft?.autoSize ? words(planError) : null;
  const [id, problem] = first;
  return t('settings.fix', {
    setting: t(`setting.${id as SettingId}.label`),
    problem: t(`settings.problem.${problem.code}`, problem.fields),
  });
}
