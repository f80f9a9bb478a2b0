import { useTranslation } from 'react-i18next';
import { divergenceOf } from '../../../training/data/grammar/grammarTruth';
import { formatPercent } from '../../kit/format';
import { SHOWN, useWriting } from './useWriting';
import type { Reading, Writing } from './writing';
import styles from './NextBars.module.css';

type Truth = NonNullable<Reading['truth']>;

/** The likeliest next tokens, each beside how likely it truly is. */
export function NextBars({ writing }: { writing: Writing }) {
  const { t } = useTranslation();
  const reading = useWriting(writing, (state) => state.reading);
  const truth = reading?.truth ?? null;
  const next = reading?.model.next.slice(0, SHOWN) ?? [];
  const trueOf = trueProbabilities(truth);
  return (
    <section className={styles.next} aria-labelledby="next-title" data-testid="next-tokens">
      <header>
        <h3 id="next-title">{t('start.next')}</h3>
        <p className={styles.legend}>
          <span data-of="model">{t('start.model')}</span>
          {truth && <span data-of="truth">{t('start.truth')}</span>}
        </p>
      </header>
      <ol data-tour="next" data-testid="next-bars">
        {Array.from({ length: SHOWN }, (_, index) => {
          const one = next[index];
          const share = one && (trueOf?.get(one.id) ?? (trueOf ? 0 : null));
          return (
            <li key={index}>
              <button
                type="button"
                disabled={!one?.piece}
                data-testid={`next-${index + 1}`}
                onClick={() => writing.take(index, true)}
              >
                <kbd>{index + 1}</kbd>
                <span className={styles.token}>{one?.text}</span>
                <span className={styles.bars} aria-hidden>
                  <i style={{ inlineSize: `${(one?.probability ?? 0) * 100}%` }} />
                  <i data-of="truth" style={{ inlineSize: `${(share ?? 0) * 100}%` }} />
                </span>
                <span className={styles.share}>{one && formatPercent(one.probability)}</span>
                <span className={styles.share} data-of="truth">
                  {typeof share === 'number' && formatPercent(share)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <Verdict reading={reading} />
    </section>
  );
}

const trueProbabilities = (truth: Truth | null): ReadonlyMap<number, number> | null =>
  truth && typeof truth.next !== 'string'
    ? new Map(truth.next.map(({ id, probability }) => [id, probability]))
    : null;

/** How far the model is from the best possible, in a sentence. */
function Verdict({ reading }: { reading: Reading | null }) {
  const { t } = useTranslation();
  const truth = reading?.truth;
  if (!truth) return <p className={styles.verdict} />;
  if (typeof truth.next === 'string') {
    const at = truth.writable;
    const from = reading.text.slice(at, at + 16);
    return (
      <p className={styles.verdict} data-testid="next-verdict" data-kind={truth.next}>
        {t(`start.none.${truth.next}`, { position: at + 1, from })}
      </p>
    );
  }
  const kl = Math.max(0, divergenceOf(truth.next, reading.model.logProbs));
  const [first] = truth.next;
  const shown = reading.model.next.slice(0, SHOWN);
  const isMissed = first !== undefined && !shown.some(({ id }) => id === first.id);
  return (
    <p className={styles.verdict} data-testid="next-verdict" data-kl={kl}>
      {t('start.distance', { kl: kl.toFixed(3) })}{' '}
      {isMissed &&
        t('start.missed', { token: first.text, share: formatPercent(first.probability) })}
    </p>
  );
}
