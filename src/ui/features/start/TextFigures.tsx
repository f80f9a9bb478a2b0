import { useTranslation } from 'react-i18next';
import { formatLoss } from '../../kit/format';
import { textLoss } from './textLoss';
import { useWriting } from './useWriting';
import type { Writing } from './writing';
import styles from './NextBars.module.css';

/** Over the text so far. */
export function TextFigures({ writing }: { writing: Writing }) {
  const { t } = useTranslation();
  const reading = useWriting(writing, (state) => state.reading);
  const found = reading && textLoss(reading);
  const figures = [
    ['start.loss', found?.model, 'model'],
    ['start.floor', found?.floor, 'truth'],
    ['start.excess', found && found.model - found.floor, 'excess'],
  ] as const;
  return (
    <div className={styles.figures} data-tour="truth">
      <dl>
        {figures.map(([key, value, of]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd data-of={of} data-testid={`text-${of}`} data-value={value ?? undefined}>
              {value === undefined || value === null ? '–' : formatLoss(value)}
            </dd>
          </div>
        ))}
      </dl>
      <p>{found ? t('start.over', { count: found.tokens }) : ' '}</p>
    </div>
  );
}
