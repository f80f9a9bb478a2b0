import { useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerFigures, VariantRow } from '../../../host/protocol/compare';
import type { LayerTime, LayerTimes } from '../../../training/inspect/layerTimes';
import { Segments } from '../../kit/Segments';
import { formatMs } from '../../kit/format';
import styles from './compare.module.css';
import layerStyles from './LayerBars.module.css';
import { useVariantName } from '../study/useVariantName';

type What = keyof LayerFigures;
const KINDS = ['embedding', 'block', 'head', 'writing'] as const;

const totalOf = ({ layers }: LayerTimes): number =>
  layers.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);

/** A bar a variant on one scale, cut where its layers end. */
export function LayerBars({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const [what, setWhat] = useState<What>('decode');
  const timed = rows.flatMap((row) => {
    const times = row.layers?.[what];
    return times ? [{ row, times }] : [];
  });
  if (rows.every(({ layers }) => layers === null)) return null;
  const longest = Math.max(...timed.map(({ times }) => totalOf(times)));
  const method = timed[0]?.times.method;
  return (
    <section className={styles.section} aria-labelledby="compare-layers">
      <h2 id="compare-layers">{t('suites.layers.title')}</h2>
      <div className={styles.axes}>
        <Segments
          label={t('suites.layers.program')}
          value={what}
          onChange={setWhat}
          segments={(['decode', 'prefill'] as const).map((id) => ({
            id,
            label: t(`suites.layers.${id}`),
            content: t(`suites.layers.${id}`),
          }))}
        />
        <ul className={layerStyles.legend} aria-hidden>
          {KINDS.map((kind) => (
            <li key={kind} data-kind={kind}>
              {t(`suites.layers.${kind === 'block' ? 'blocks' : kind}`)}
            </li>
          ))}
        </ul>
      </div>
      <ul className={layerStyles.bars} data-testid="compare-layers">
        {timed.map(({ row, times }) => (
          <Bar key={row.id} {...{ row, times, longest }} />
        ))}
      </ul>
      <p className={styles.help}>
        {method && t(`suites.layers.${method}`)}{' '}
        {what === 'prefill' && t('suites.layers.prefillHelp')}
      </p>
    </section>
  );
}

function Bar(props: { row: VariantRow; times: LayerTimes; longest: number }) {
  const { row, times, longest } = props;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const wordsOf = ({ kind, block, elapsedMs }: LayerTime): string => {
    const name = t(`suites.layers.${kind}`, { n: block + 1 });
    return t('suites.layers.segment', { name, ms: formatMs(elapsedMs) });
  };
  const total = totalOf(times);
  return (
    <li>
      <span className={layerStyles.name}>{nameOf(row)}</span>
      <span
        className={layerStyles.bar}
        role="img"
        aria-label={`${nameOf(row)}: ${times.layers.map(wordsOf).join('; ')}`}
      >
        {times.layers.map((layer) => (
          <span
            key={`${layer.kind} ${layer.block}`}
            data-kind={layer.kind}
            data-even={layer.block % 2 === 0 || undefined}
            title={wordsOf(layer)}
            style={{ '--width': `${(100 * layer.elapsedMs) / longest}%` } as CSSProperties}
          >
            {layer.kind === 'block' && layer.elapsedMs > 0.06 * longest ? layer.block + 1 : ''}
          </span>
        ))}
      </span>
      <span className={layerStyles.total}>{formatMs(total)} ms</span>
    </li>
  );
}
