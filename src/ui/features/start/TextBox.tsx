import { Play, RotateCcw, Square } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { beginsByItself } from './beginsByItself';
import { chosenBy, useWriting } from './useWriting';
import { TextMirror } from './TextMirror';
import type { Writing } from './writing';
import styles from './WritePanel.module.css';

/** A pause between words; then the model goes on. */
const GOES_ON_MS = 700;
const PASSES_ON = ['Shift', 'Control', 'Alt', 'Meta', 'Tab', 'CapsLock'];

/** Where the model writes and the user types. */
export function TextBox({ writing, prompts }: { writing: Writing; prompts: readonly string[] }) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = useWriting(writing, (state) => state.text);
  const isWriting = useWriting(writing, (state) => state.isWriting);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // What is written stays in sight.
    const scroller = box.current?.parentElement;
    if (isWriting) scroller?.scrollTo({ top: scroller.scrollHeight });
  }, [text, isWriting]);
  const isAtEnd = (): boolean => box.current?.selectionStart === text.length;
  const press = (event: KeyboardEvent): void => {
    const { key, nativeEvent } = event;
    clearTimeout(timer.current);
    if (nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if (chosenBy(writing, key)) return event.preventDefault();
    const accepts = (key === 'Tab' && !event.shiftKey) || key === 'ArrowRight';
    if (accepts && isAtEnd() && !box.current!.dataset.left && writing.take(0, false))
      return event.preventDefault();
    // Behind Esc the Tab key leaves the box, as in an editor.
    if (key === 'Escape') box.current!.dataset.left = 'true';
    else if (!PASSES_ON.includes(key)) delete box.current!.dataset.left;
    if (!PASSES_ON.includes(key)) writing.stop();
  };
  return (
    <>
      <div className={styles.box} data-tour="write">
        <div className={styles.paper}>
          <TextMirror writing={writing} />
          <textarea
            ref={box}
            value={text}
            aria-label={t('start.box')}
            aria-describedby="write-keys"
            data-testid="write-box"
            spellCheck={false}
            autoComplete="off"
            onKeyDown={press}
            onPointerDown={() => writing.stop()}
            onChange={({ target }) => {
              writing.type(target.value);
              if (beginsByItself() && target.selectionStart === target.value.length)
                timer.current = setTimeout(() => writing.write(), GOES_ON_MS);
            }}
          />
        </div>
      </div>
      <div className={styles.keys}>
        <WriteKeys writing={writing} prompts={prompts} />
        <p id="write-keys">{t('start.keys')}</p>
      </div>
    </>
  );
}

function WriteKeys({ writing, prompts }: { writing: Writing; prompts: readonly string[] }) {
  const { t } = useTranslation();
  const isWriting = useWriting(writing, (state) => state.isWriting);
  const isOver = useWriting(writing, (state) => state.isOver || state.text === '');
  if (isWriting)
    return (
      <Button
        size="small"
        icon={<Square size={12} aria-hidden />}
        testId="write-stop"
        onPress={() => writing.stop()}
      >
        {t('start.stop')}
      </Button>
    );
  const begin = (): void => writing.write(prompts[Math.floor(Math.random() * prompts.length)]);
  return (
    <Button
      size="small"
      icon={isOver ? <RotateCcw size={13} aria-hidden /> : <Play size={13} aria-hidden />}
      testId="write-on"
      onPress={isOver ? begin : () => writing.write()}
    >
      {t(isOver ? 'start.again' : 'start.writeOn')}
    </Button>
  );
}
