import { formatPercent } from '../../kit/format';
import styles from './ShareBars.module.css';

/** Probabilities as bars, the largest told apart. `isGuess`: a percentage would look like knowledge. */
export function ShareBars(props: {
  rows: readonly { readonly name: string; readonly share: number }[];
  testId: string;
  isGuess?: boolean;
}) {
  const { rows, testId, isGuess = false } = props;
  const most = Math.max(...rows.map(({ share }) => share));
  return (
    <ul className={styles.bars} data-testid={testId} data-guess={isGuess || undefined}>
      {rows.map(({ name, share }, index) => {
        const style = { '--share': `${(100 * share).toFixed(1)}%` } as React.CSSProperties;
        return (
          <li key={index} style={style} data-most={share === most || undefined}>
            <span>{name}</span>
            <i />
            <span>{isGuess ? '?' : formatPercent(share)}</span>
          </li>
        );
      })}
    </ul>
  );
}
