import { useTranslation } from 'react-i18next';
import styles from '../playground.module.css';
import type { PlayModel } from '../playModel';
import { chipsOf } from './promptChips';

const MOST_LETTERS = 48;

/** Prompts that can be begun with. */
export function Chips({ model, onChoose }: { model: PlayModel; onChoose: (text: string) => void }) {
  const { t } = useTranslation();
  const chips = chipsOf(model);
  if (chips.length === 0) return null;
  return (
    <div className={styles.chips} role="group" aria-label={t('playground.chips')}>
      {chips.map((chip) => {
        const text = 'text' in chip ? chip.text : t(`playground.prompt.${chip.kind}`);
        const name = 'text' in chip ? chip.text : t(`playground.chip.${chip.kind}`);
        return (
          <button key={text} type="button" data-testid="play-chip" onClick={() => onChoose(text)}>
            {name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS)}…` : name}
          </button>
        );
      })}
    </div>
  );
}
