import { useEffect, useState } from 'react';
import { toErrorData } from '../../../../host/lab/labError';
import type { LabErrorData } from '../../../../host/protocol/error';
import type { WeightAtStep } from '../../../../training/inspect/weightMap';
import { useBench } from '../../../stores/context';

/** Read from the device no more often, however quick the steps are. */
const PAUSE_MS = 500;

/** A weight of the run that is open; read again as it trains, and never while it is not looked at. */
export function useWeightMap(runId: string, name: string): WeightAtStep | LabErrorData | null {
  const bench = useBench();
  const [found, setFound] = useState<WeightAtStep | LabErrorData | null>(null);
  useEffect(() => {
    let isShown = true;
    let known: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      const step = bench.run.getState().run?.progress?.step ?? 0;
      if (step !== known && !document.hidden) {
        const answer = await bench.lab.weight(runId, name).catch(toErrorData);
        // A run that is still prepared has none yet.
        if (answer) known = step;
        if (isShown) setFound(answer);
      }
      if (isShown) timer = setTimeout(() => void look(), PAUSE_MS);
    };
    void look();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [bench, runId, name]);
  return found;
}
