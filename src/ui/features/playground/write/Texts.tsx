import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Assistance } from '../../../../host/protocol/models';
import { formatPercent } from '../../../kit/format';
import { useBench } from '../../../stores/context';
import { Branches } from './Branches';
import styles from '../playground.module.css';
import { branchAt } from '../playgroundActions';
import { changePlay, type PlayText } from '../playgroundStore';
import type { PlayModel } from '../playModel';
import { TokenFacts } from './TokenFacts';
import { TokenText } from './TokenText';
import { usePlay } from '../usePlay';
import { useWriteSettings } from '../useWriteSettings';

/** What was written, side by side: each text with its branches. */
export function Texts({ model, isContinued }: { model: PlayModel; isContinued: boolean }) {
  const { t } = useTranslation();
  const { play } = usePlay(model.base);
  const roots = play.texts.filter(({ parent }) => parent === null);
  if (roots.length === 0) return <p className={styles.quiet}>{t('models.noOutput')}</p>;
  const isCompared = new Set(roots.map(({ name }) => name)).size > 1;
  return (
    <div className={styles.texts} data-many={roots.length > 1 || undefined}>
      {roots.map((root) => (
        <OneText
          key={root.id}
          {...{ model, root, isContinued }}
          title={isCompared ? root.name : null}
        />
      ))}
    </div>
  );
}

function OneText(props: {
  model: PlayModel;
  root: PlayText;
  title: string | null;
  isContinued: boolean;
}) {
  const { model, root, title, isContinued } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const { key, play } = usePlay(model.base);
  const { settings, why } = useWriteSettings(play.draft.typed);
  /** Which token is looked at. */
  const [at, setAt] = useState<number | null>(null);
  const { texts, shown, isRunning } = play;
  const text = texts.find(({ id }) => id === (shown[root.id] ?? root.id)) ?? root;
  const token = at === null ? undefined : text.tokens[at];
  const show = (id: number): void => {
    setAt(null);
    changePlay(bench.playground, key, (now) => ({ shown: { ...now.shown, [root.id]: id } }));
  };
  return (
    <article className={styles.one}>
      {title !== null && <p className={styles.named}>{title}</p>}
      <TokenText {...{ text, isContinued, at }} onLook={setAt} />
      <TokenFacts
        token={token}
        hasTokens={text.tokens.length > 0}
        canBranch={!isRunning && why === undefined}
        onBranch={(id) => {
          void branchAt(bench, key, { text, rootId: root.id, at: at! }, id, settings());
          setAt(null);
        }}
      />
      {text.seed !== null && (
        <p className={styles.quiet}>{t('playground.seedWas', { seed: text.seed })}</p>
      )}
      {text.assistance && <Assisted assistance={text.assistance} />}
      <Branches {...{ texts, root }} shownId={text.id} onShow={show} />
    </article>
  );
}

/** What a draft model was worth. */
function Assisted({ assistance }: { assistance: Assistance }) {
  const { t } = useTranslation();
  const { proposed, accepted, passes, tokens, speedRatio } = assistance;
  const share = formatPercent(proposed > 0 ? accepted / proposed : 0);
  return (
    <p className={styles.quiet} data-testid="play-assisted">
      {t('playground.assisted', { accepted, proposed, share, tokens, passes })}{' '}
      {speedRatio !== null && t('playground.assistedSpeed', { ratio: speedRatio.toFixed(2) })}
    </p>
  );
}
