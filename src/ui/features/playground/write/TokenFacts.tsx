import { useTranslation } from 'react-i18next';
import type { WrittenToken } from '../../../../host/protocol/models';
import { formatPercent } from '../../../kit/format';
import styles from '../playground.module.css';

/** How likely a token was, and what else could have stood there: from each the text can go on. */
export function TokenFacts(props: {
  token: WrittenToken | undefined;
  hasTokens: boolean;
  canBranch: boolean;
  onBranch: (id: number) => void;
}) {
  const { token, hasTokens, canBranch, onBranch } = props;
  const { t } = useTranslation();
  if (!hasTokens) return null;
  return (
    <div className={styles.odds} data-testid="play-odds">
      {token ? (
        <>
          <p>
            {t('playground.odds', {
              token: token.text,
              id: token.id,
              share: formatPercent(token.probability),
              rank: token.rank,
              entropy: token.entropy.toFixed(2),
            })}
          </p>
          <ul aria-label={t('playground.alternatives')}>
            {token.top.map(({ id, text, probability }) => {
              const style = { '--share': `${(100 * probability).toFixed(1)}%` };
              const isOwn = id === token.id;
              return (
                <li key={id} style={style as React.CSSProperties} data-own={isOwn || undefined}>
                  <button
                    type="button"
                    disabled={isOwn || !canBranch}
                    title={isOwn ? undefined : t('playground.branchHere')}
                    data-testid="play-alternative"
                    onClick={() => onBranch(id)}
                  >
                    <span>{text}</span>
                    <i />
                    <span>{formatPercent(probability)}</span>
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      ) : (
        <p className={styles.quiet}>{t('playground.lookAt')}</p>
      )}
    </div>
  );
}
