import { useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { useTranslation } from 'react-i18next';
import { formatCount, formatLoss } from '../../../kit/format';
import { useBench, useRun } from '../../../stores/context';
import type { RunView } from '../../../stores/runView';
import styles from './LossChart.module.css';
import { indexAt } from '../../../charts/lossHistory';
import type { Hover } from '../../../charts/lossPlot';
import { CurveReading, sampleAt } from './CurveReading';
import { LossLegend } from './LossLegend';
import { OverlayMenu } from './OverlayMenu';
import { useLossPlot } from './useLossPlot';

/** The loss as it falls. React makes the chart; points go to it straight from the store. */
export function LossChart(props: { logX: boolean; setLogX: (isLog: boolean) => void }) {
  const { logX, setLogX } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const host = useRef<HTMLDivElement>(null);
  const [logY, setLogY] = useState(false);
  const [hover, setHover] = useState<Hover | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const isEmpty = useRun(
    (run) => !run || (run.history.count === 0 && run.history.evals.length === 0),
  );
  // What is spoken of a running curve may be old; of one that stands still it must not be.
  useRun((run) => (run && run.history.count > 0 ? run.state : null));
  const step = hover?.step ?? null;
  const chart = useLossPlot(host, { logX, logY, hidden, onHover: setHover });
  const toggle = (axis: 'X' | 'Y', isLog: boolean, setLog: (isLog: boolean) => void) => (
    <ToggleButton
      className={styles.toggle}
      isSelected={isLog}
      onChange={setLog}
      aria-label={t(`chart.toggle${axis}`)}
    >
      {t(`chart.log${axis}`)}
    </ToggleButton>
  );
  return (
    <section className={styles.chart} aria-label={t('run.loss')}>
      <div className={styles.top}>
        <LossLegend
          hover={step}
          hidden={hidden}
          onToggle={(name) => setHidden(toggled(hidden, name))}
        />
        <div className={styles.tools}>
          <OverlayMenu />
          <div className={styles.axes}>
            {toggle('X', logX, setLogX)}
            {toggle('Y', logY, setLogY)}
          </div>
        </div>
      </div>
      <div className={styles.frame}>
        <div
          ref={host}
          className={styles.host}
          role="slider"
          tabIndex={0}
          aria-label={t('run.loss')}
          aria-valuemin={0}
          aria-valuemax={bench.run.getState().run?.history.count ?? 0}
          aria-valuenow={step ?? bench.run.getState().run?.history.count ?? 0}
          aria-valuetext={spoken(bench.run.getState().run, step, (at, loss) =>
            loss === null
              ? t('chart.summaryEmpty')
              : `${t('chart.step')} ${formatCount(at)}: ${formatLoss(loss)}`,
          )}
          onBlur={() => chart.current?.point(null)}
          onKeyDown={(event) => {
            const to = stepByKey(event.key, bench.run.getState().run, step);
            if (to === undefined) return;
            event.preventDefault();
            chart.current?.point(to);
          }}
        />
        {hover && <CurveReading hover={hover} />}
        {isEmpty && <p className={styles.empty}>{t('chart.empty')}</p>}
      </div>
    </section>
  );
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.has(name)
    ? new Set([...names].filter((one) => one !== name))
    : new Set([...names, name]);
}

function spoken(
  run: RunView | null,
  hover: number | null,
  words: (step: number, loss: number | null) => string,
): string {
  const sample = run && hover !== null ? sampleAt(run.samples, hover) : undefined;
  const steps = run?.history.steps ?? [];
  const at = hover === null ? steps.length - 1 : indexAt(steps, hover);
  const reading = words(steps[at] ?? 0, run?.history.means[at] ?? null);
  return sample ? `${reading}. ${excerpt(sample.prompt + sample.text)}` : reading;
}

const SPOKEN_CHARS = 100;
const excerpt = (text: string): string =>
  text.length > SPOKEN_CHARS ? `${text.slice(0, SPOKEN_CHARS)}…` : text;

/** Arrow keys walk along the curve in hundredths of it. */
function stepByKey(
  key: string,
  run: RunView | null,
  hover: number | null,
): number | null | undefined {
  const steps = run?.history.steps ?? [];
  const last = steps.length - 1;
  if (last < 0) return undefined;
  const at = hover === null ? last : indexAt(steps, hover);
  const stride = Math.max(1, Math.round(steps.length / 100));
  const to = (index: number) => steps[Math.min(last, Math.max(0, index))] ?? null;
  if (key === 'ArrowLeft' || key === 'ArrowDown') return to(at - stride);
  if (key === 'ArrowRight' || key === 'ArrowUp') return to(at + stride);
  if (key === 'Home') return to(0);
  if (key === 'End') return to(last);
  return key === 'Escape' ? null : undefined;
}
