import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../../host/protocol/compare';
import { isControl, isPrefix } from '../../../../host/studies/compress/spec';
import { Section } from '../../../kit/Section';
import { useErrorWords } from '../../../kit/useErrorWords';
import { formatLoss, formatSigned } from '../../../kit/format';
import { differenceOf, foundIn, valueOf, wordsOf, type ShownId } from '../metrics';
import { Beside, KeepVariantButton, Label } from '../variantCells';
import styles from './pipeline.module.css';
import { useVariantName } from '../../study/useVariantName';

const SHOWN: readonly ShownId[] = [
  'accuracy',
  'loss',
  'perplexity',
  'disk',
  'weights',
  'decode',
  'single',
];

/** What each stage of a pipeline gained and cost, beside the one before it. */
export function PipelineResult({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const prefixes = rows.filter(({ id }) => isPrefix(id));
  const whole = rows[0];
  if (!whole || prefixes.length === 0) return null;
  const chain = [whole, ...prefixes];
  return (
    <Section
      id="pipeline-result"
      title={t('pipeline.result')}
      help={t('pipeline.resultHelp')}
      testId="pipeline-result"
    >
      <ol className={styles.results}>
        {chain.map((row, i) => (
          <ResultCard key={row.id} row={row} before={chain[i - 1]} />
        ))}
      </ol>
      <Control last={prefixes.at(-1)!} whole={whole} control={rows.find(isControl)} />
    </Section>
  );
}

function ResultCard({ row, before }: { row: VariantRow; before: VariantRow | undefined }) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const nameOf = useVariantName();
  return (
    <li className={styles.result} data-testid="pipeline-card">
      <h3>{nameOf({ stages: row.stages.slice(-1) })}</h3>
      <Label row={row} />
      {row.error ? (
        <p>{t('compare.table.failed', { message: words(row.error) })}</p>
      ) : (
        <dl>
          {foundIn(SHOWN, before ? [row, before] : [row]).map((id) => (
            <div key={id}>
              <dt>{t(`compare.metric.${id}`)}</dt>
              <dd>
                {wordsOf(id, row)}
                <Beside difference={before ? differenceOf(id, row, before) : null} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <footer>
        <KeepVariantButton row={row} />
      </footer>
    </li>
  );
}

/** The end of the pipeline beside the whole model, and beside that with the same training on top. */
function Control(props: { last: VariantRow; whole: VariantRow; control: VariantRow | undefined }) {
  const { t } = useTranslation();
  const [end, start] = [valueOf('loss', props.last), valueOf('loss', props.whole)];
  const more = props.control && valueOf('loss', props.control);
  if (end === null || start === null) return null;
  const percent = (than: number): string => `${formatSigned(100 * (end / than - 1), 2)} %`;
  const words = { end: formatLoss(end), start: formatLoss(start), change: percent(start) };
  return (
    <p className={styles.control} data-testid="pipeline-control">
      {t('pipeline.end', words)}{' '}
      {typeof more === 'number' &&
        t('pipeline.control', {
          steps: props.control!.recoverySteps,
          loss: formatLoss(more),
          change: percent(more),
        })}
    </p>
  );
}
