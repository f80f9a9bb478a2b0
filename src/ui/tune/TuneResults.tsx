import { useTranslation } from 'react-i18next';
import type { TunedRun, TuneResult } from '../../host/tuneResult';
import { meanAndSpread } from '../../host/tuneFigures';
import { DataTable } from '../components/DataTable';
import { formatCompact, formatDuration, formatPercent } from '../format';
import { useBenchStore } from '../stores/context';
import styles from './tune.module.css';
import type { TunedMethod } from './tuneStore';

interface Way {
  readonly arm: string;
  readonly runs: readonly TunedRun[];
  readonly right: { readonly mean: number; readonly spread: number };
}

const waysOf = ({ runs }: TuneResult): Way[] =>
  [...new Set(runs.map(({ arm }) => arm))].map((arm) => {
    const own = runs.filter((run) => run.arm === arm);
    return { arm, runs: own, right: meanAndSpread(own.map(({ accuracy }) => accuracy ?? 0)) };
  });

/** Every way of fine-tuning over its seeds, with what counting words reaches. */
export function TuneResults() {
  const { t } = useTranslation();
  const result = useBenchStore(
    (stores) => stores.tune,
    ({ update }) => update?.result,
  );
  if (!result || result.runs.length === 0) return null;
  const ways = waysOf(result);
  const words = result.baseline.map(({ accuracy }) => accuracy);
  const baseline = words.length > 0 ? meanAndSpread(words) : null;
  return (
    <section className={styles.section} aria-labelledby="tune-results">
      <h2 id="tune-results">{t('tune.results.title')}</h2>
      <p className={styles.help}>{t('tune.results.help')}</p>
      <ul className={styles.bars} aria-hidden>
        {ways.map(({ arm, right }) => (
          <Bar key={arm} id={arm} name={t(`tune.method.${arm as TunedMethod}`)} {...right} />
        ))}
        {baseline && <Bar id="words" name={t('tune.results.words')} {...baseline} />}
      </ul>
      <DataTable caption={t('tune.results.caption')} testId="tune-results-table">
        <thead>
          <tr>
            <th scope="col" data-kind="text">
              {t('tune.results.way')}
            </th>
            <th scope="col">{t('tune.live.right')}</th>
            <th scope="col">{t('tune.live.f1')}</th>
            <th scope="col">{t('tune.results.trained')}</th>
            <th scope="col" title={t('tune.results.forgottenHelp')}>
              {t('tune.results.forgotten')}
            </th>
            <th scope="col">{t('tune.results.seeds')}</th>
            <th scope="col">{t('tune.results.time')}</th>
          </tr>
        </thead>
        <tbody>
          {ways.map((way) => (
            <Row key={way.arm} way={way} />
          ))}
          {baseline && (
            <tr>
              <th scope="row" data-kind="text">
                {t('tune.results.words')}
              </th>
              <td>{withSpread(baseline, words.length)}</td>
              <td>–</td>
              <td>–</td>
              <td>–</td>
              <td>{words.length}</td>
              <td>–</td>
            </tr>
          )}
        </tbody>
      </DataTable>
    </section>
  );
}

const withSpread = ({ mean, spread }: Way['right'], seeds: number): string =>
  seeds > 1
    ? `${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)}%`
    : `${(100 * mean).toFixed(1)}%`;

function Bar({
  id,
  name,
  mean,
  spread,
}: {
  id: string;
  name: string;
  mean: number;
  spread: number;
}) {
  const style = {
    '--mean': `${100 * mean}%`,
    '--from': `${100 * Math.max(0, mean - spread)}%`,
    '--to': `${100 * Math.min(1, mean + spread)}%`,
  } as React.CSSProperties;
  return (
    <li data-id={id} style={style}>
      <span>{name}</span>
      <div>
        <i />
        {spread > 0 && <b />}
      </div>
      <span>{formatPercent(mean)}</span>
    </li>
  );
}

function Row({ way: { arm, runs, right } }: { way: Way }) {
  const { t } = useTranslation();
  const scores = runs.flatMap(({ macroF1 }) => (macroF1 === null ? [] : [macroF1]));
  const forgotten = runs.flatMap(({ forgetting }) =>
    forgetting ? [forgetting.after - forgetting.before] : [],
  );
  const elapsedMs = runs.reduce((sum, run) => sum + run.elapsedMs, 0);
  return (
    <tr data-testid="tune-result">
      <th scope="row" data-kind="text">
        {t(`tune.method.${arm as TunedMethod}`)}
      </th>
      <td>{withSpread(right, runs.length)}</td>
      <td>{scores.length > 0 ? meanAndSpread(scores).mean.toFixed(3) : '–'}</td>
      <td>{formatCompact(runs[0]!.trained)}</td>
      <td>
        {forgotten.length === 0 || arm === 'scratch'
          ? '–'
          : meanAndSpread(forgotten).mean.toFixed(3)}
      </td>
      <td>{runs.length}</td>
      <td>{formatDuration(elapsedMs)}</td>
    </tr>
  );
}
