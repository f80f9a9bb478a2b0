import { progressColor } from '../../kit/meters/progressColor';
import { useWriting } from './useWriting';
import type { Reading, Writing } from './writing';
import styles from './WritePanel.module.css';

/** In nats: a token that costs more is as surprising as can be shown. */
const MOST_LOSS = 5;

interface Piece {
  readonly from: number;
  readonly text: string;
  readonly color: string | undefined;
}

/** The tokens of the text that were read, each with the color of its loss, and the rest as it is. */
function piecesOf(text: string, reading: Reading | null): Piece[] {
  const prompt = reading?.model.prompt ?? [];
  const read = prompt.map(({ piece }) => piece).join('');
  // Longer than the context: the beginning was not read.
  const start = (reading?.text.length ?? 0) - read.length;
  const pieces: Piece[] = [{ from: 0, text: text.slice(0, Math.max(0, start)), color: undefined }];
  let from = Math.max(0, start);
  for (const { piece, probability } of prompt) {
    if (text.slice(from, from + piece.length) !== piece) break;
    const color =
      probability === undefined
        ? undefined
        : progressColor(1 - Math.min(1, -Math.log(probability) / MOST_LOSS));
    pieces.push({ from, text: piece, color });
    from += piece.length;
  }
  pieces.push({ from, text: text.slice(from), color: undefined });
  return pieces.filter((one) => one.text !== '');
}

/** What stands in the text box, in the same letters; the box itself shows only its caret. */
export function TextMirror({ writing }: { writing: Writing }) {
  const text = useWriting(writing, (state) => state.text);
  const reading = useWriting(writing, (state) => state.reading);
  const isWriting = useWriting(writing, (state) => state.isWriting);
  const isRead = reading?.text === text;
  const writable = reading?.truth?.writable ?? Infinity;
  const isPrefix = reading !== null && text.startsWith(reading.text.slice(0, writable));
  const never = isPrefix && writable < reading.text.length ? writable : Infinity;
  return (
    <div className={styles.mirror} aria-hidden>
      {piecesOf(text, reading).map(({ from, text: own, color }) => (
        <span
          key={from}
          style={{ borderColor: color }}
          data-never={from + own.length > never || undefined}
        >
          {own}
        </span>
      ))}
      <span className={styles.ghost} data-writing={isWriting || undefined}>
        {isRead && !isWriting ? reading.model.next[0]?.piece : ''}
      </span>
      {/* A last line that is empty has a height too. */}
      {'\u200B'}
    </div>
  );
}
