import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VocabularyRow } from '../../../host/data/tokenizerLibrary';
import { toErrorData } from '../../../host/lab/labError';
import type { TextPiece } from '../../../training/tokenizers/comparison';
import { useBench, useBenchStore } from '../../stores/context';
import styles from '../../kit/panel.module.css';
import vocabulary from './Vocabulary.module.css';

const EXAMPLE_CHARS = 280;
const LONGEST_CHARS = 2000;
const COLORS = 6;
const MERGES_AROUND = 6;

/** A text as colored pieces; of BPE after any number of merges, with the merges just learned. */
export function TokenView({ row }: { row: VocabularyRow }) {
  const { t } = useTranslation();
  const excerpt = useBenchStore('data', (state) => state.clean?.summary.excerpt ?? '');
  const [text, setText] = useState(excerpt.slice(0, EXAMPLE_CHARS));
  const [merges, setMerges] = useState(row.merges.length);
  const isBpe = row.kind === 'bpe';
  const pieces = usePieces(row, text, isBpe ? merges : null);
  const textId = useId();
  return (
    <div className={vocabulary.tokens}>
      <label htmlFor={textId}>{t('data.tokens.input')}</label>
      <textarea
        id={textId}
        rows={3}
        maxLength={LONGEST_CHARS}
        value={text}
        data-testid="data-token-text"
        onChange={(event) => setText(event.target.value)}
      />
      {isBpe && <Merges row={row} merges={merges} onChange={setMerges} />}
      <p className={styles.facts} data-testid="data-token-count">
        {t('data.tokens.count', { chars: Array.from(text).length, count: pieces.length })}
      </p>
      <p className={vocabulary.pieces} data-testid="data-pieces">
        {pieces.map(({ id, text: piece }, i) => (
          <span key={i} title={`${id}`} data-color={i % COLORS}>
            {piece}
          </span>
        ))}
      </p>
    </div>
  );
}

function usePieces(row: VocabularyRow, text: string, merges: number | null): readonly TextPiece[] {
  const { lab, notices } = useBench();
  const [pieces, setPieces] = useState<readonly TextPiece[]>([]);
  const { vocabularyId } = row;
  useEffect(() => {
    let isCurrent = true;
    lab.cutIntoTokens(vocabularyId, text, merges).then(
      (found) => isCurrent && setPieces(found),
      (thrown: unknown) => notices.getState().showError(toErrorData(thrown)),
    );
    return () => {
      isCurrent = false;
    };
  }, [lab, notices, vocabularyId, text, merges]);
  return pieces;
}

/** The merges in the order in which they were learned; the slider stands after one of them. */
function Merges(props: { row: VocabularyRow; merges: number; onChange: (merges: number) => void }) {
  const { row, merges, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  const total = row.merges.length;
  const first = Math.max(0, merges - MERGES_AROUND);
  return (
    <div className={vocabulary.merges}>
      <label htmlFor={id}>{t('data.tokens.merges', { merges, count: total })}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={total}
        value={merges}
        data-testid="data-merges"
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <ol
        start={first + 1}
        className={vocabulary.merges}
        aria-label={t('data.tokens.latestMerges')}
      >
        {row.merges.slice(first, merges).map(([left, right, joined], i) => (
          <li key={first + i} value={first + i + 1}>
            <code>{left}</code> + <code>{right}</code> → <code>{joined}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}
