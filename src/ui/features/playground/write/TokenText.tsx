import { memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { WrittenToken } from '../../../../host/protocol/models';
import { progressColor } from '../../../kit/meters/progressColor';
import { formatPercent } from '../../../kit/format';
import styles from '../playground.module.css';
import type { PlayText } from '../playgroundStore';

/** Where an arrow key leads. */
const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(last, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
};

/** A text whose tokens are tinted by how likely they were; one of them is looked at. */
export function TokenText(props: {
  text: PlayText;
  isContinued: boolean;
  at: number | null;
  onLook: (at: number) => void;
}) {
  const { text, isContinued, at, onLook } = props;
  const { t } = useTranslation();
  const box = useRef<HTMLParagraphElement>(null);
  const { prompt, tokens, state } = text;
  const last = tokens.length - 1;
  const move = (event: React.KeyboardEvent): void => {
    const to = MOVES[event.key]?.(at ?? 0, last);
    if (to === undefined || last < 0) return;
    event.preventDefault();
    onLook(to);
    box.current?.querySelectorAll<HTMLElement>('[data-token]')[to]?.focus();
  };
  const isEmpty = text.text === '' && tokens.length === 0;
  return (
    <p
      ref={box}
      className={styles.text}
      data-testid="play-text"
      data-state={state}
      role={tokens.length > 0 ? 'group' : undefined}
      aria-label={tokens.length > 0 ? t('playground.tokensLabel') : undefined}
      onKeyDown={move}
    >
      {isContinued && <mark className={styles.given}>{prompt}</mark>}
      {state === 'waiting' && <span className={styles.quiet}> {t('playground.waiting')}</span>}
      {state === 'writing' && isEmpty && (
        <span className={styles.quiet}> {t('models.loading')}</span>
      )}
      {tokens.length === 0
        ? text.text
        : tokens.map((token, index) => (
            <Token
              key={index}
              {...{ token, index, onLook }}
              isLookedAt={index === at}
              isStop={index === (at ?? 0)}
              isNew={text.parent?.at === index}
            />
          ))}
    </p>
  );
}

const Token = memo(function Token(props: {
  token: WrittenToken;
  index: number;
  isLookedAt: boolean;
  /** The one that the tab key reaches. */
  isStop: boolean;
  /** A branch begins with it. */
  isNew: boolean;
  onLook: (at: number) => void;
}) {
  const { token, index, isLookedAt, isStop, isNew, onLook } = props;
  const { piece, probability } = token;
  return (
    <span
      role="button"
      tabIndex={isStop ? 0 : -1}
      className={styles.token}
      style={{ '--tint': progressColor(probability) } as React.CSSProperties}
      data-token
      data-current={isLookedAt || undefined}
      data-new={isNew || undefined}
      aria-pressed={isLookedAt}
      aria-label={`${token.text} ${formatPercent(probability)}`}
      onMouseEnter={() => onLook(index)}
      onFocus={() => onLook(index)}
      onClick={() => onLook(index)}
    >
      {piece}
    </span>
  );
});
