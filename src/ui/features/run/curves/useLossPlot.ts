import { useEffect, useRef, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import 'uplot/dist/uPlot.min.css';
import { useBench, useBenchStore, useRun } from '../../../stores/context';
import { preferences } from '../../../stores/preferences';
import { lossDataOf } from './chartData';
import { LossPlot, type Hover } from '../../../charts/lossPlot';
import { useObjectiveName } from '../../../settings/useObjectiveName';
import { useSystemTheme } from '../../../charts/useSystemTheme';

/**
 * The present run's plot in `host`, made again for another run, look or language; points go to it
 * straight from the store. `onHover` has to be the same function each time.
 */
export function useLossPlot(
  host: RefObject<HTMLElement | null>,
  looks: {
    logX: boolean;
    logY: boolean;
    hidden: ReadonlySet<string>;
    onHover: (hover: Hover | null) => void;
  },
): RefObject<LossPlot | null> {
  const { logX, logY, hidden, onHover } = looks;
  const { t } = useTranslation();
  const bench = useBench();
  const chart = useRef<LossPlot | null>(null);
  const objectiveName = useObjectiveName();
  const overlays = useBenchStore('overlays', ({ shown }) => shown);
  const theme = useStore(preferences, (state) => state.theme);
  const isPresenting = useStore(preferences, (state) => state.isPresenting);
  const systemTheme = useSystemTheme();
  const runId = useRun((run) => run?.runId);

  useEffect(() => {
    const element = host.current;
    const run = bench.run.getState().run;
    if (!element || !run || run.runId !== runId) return;
    const seamLabel = (corpora: readonly string[]) =>
      t('curves.from', { corpus: corpora.map(objectiveName).join(' + ') });
    const labelOf = (name: string): string => {
      if (name === 'train' || name === 'held' || name === 'earlier' || name === 'floor')
        return t(`curves.end.${name}`);
      return overlays.find(({ id }) => id === name)?.name ?? objectiveName(name);
    };
    const options = { logX, logY, labelOf, seamLabel, onHover };
    const plot = new LossPlot(element, lossDataOf(run, overlays, hidden), options);
    chart.current = plot;
    const unsubscribe = bench.run.subscribe(({ run: now }, { run: before }) => {
      if (now && now.runId === runId && now.version !== before?.version)
        plot.update(lossDataOf(now, overlays, hidden));
    });
    const observer = new ResizeObserver(() =>
      plot.resize(element.clientWidth, element.clientHeight),
    );
    observer.observe(element);
    return () => {
      chart.current = null;
      unsubscribe();
      observer.disconnect();
      plot.destroy();
      onHover(null);
    };
  }, [
    host,
    bench,
    runId,
    logX,
    logY,
    overlays,
    hidden,
    onHover,
    t,
    objectiveName,
    theme,
    systemTheme,
    isPresenting,
  ]);
  return chart;
}
