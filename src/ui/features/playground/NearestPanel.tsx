import { useTranslation } from 'react-i18next';
import { ErrorText } from '../../kit/ErrorText';
import { useBench } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import { linesOf, nearest, type Near } from './nearest';
import styles from './playground.module.css';
import type { PlayModel } from './playModel';
import { PromptBox } from './PromptBox';
import { usePlay } from './usePlay';

const MOST_LINES = 200;

/** Which of some texts are nearest to another one, as the model sees them. */
export function NearestPanel({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const {
    key: play,
    change,
    play: { draft },
  } = usePlay(model.base);
  const { base } = model;
  const query = draft.query ?? t('playground.queryStart');
  const list = draft.list ?? t('playground.listStart');
  const all = linesOf(list);
  const texts = all.slice(0, MOST_LINES);
  const key = query.trim() === '' || texts.length === 0 ? null : `${play} ${query}\n${list}`;
  const found = useAnswer(key, async (): Promise<{ readonly near: readonly Near[] }> => {
    const { vectors } = await bench.lab.models.embed({ base, texts: [query, ...texts] });
    return { near: nearest(vectors[0]!, texts, vectors.slice(1)) };
  });
  return (
    <div className={styles.main} data-testid="play-nearest">
      <PromptBox
        label={t('common.text')}
        help={t('playground.nearestHelp')}
        value={query}
        testId="nearest-query"
        onChange={(text) => change({ query: text })}
      />
      <PromptBox
        label={t('playground.list')}
        value={list}
        testId="nearest-list"
        onChange={(text) => change({ list: text })}
      />
      {all.length > MOST_LINES && (
        <p className={styles.quiet}>{t('playground.listCut', { most: MOST_LINES })}</p>
      )}
      {found && ('code' in found ? <ErrorText error={found} /> : <Ranking near={found.near} />)}
    </div>
  );
}

function Ranking({ near }: { near: readonly Near[] }) {
  return (
    <ol className={styles.near} data-testid="nearest-ranking">
      {near.map(({ text, similarity }) => (
        <li
          key={text}
          style={
            { '--share': `${(100 * Math.max(0, similarity)).toFixed(1)}%` } as React.CSSProperties
          }
        >
          <span>{text}</span>
          <i />
          <span>{similarity.toFixed(3)}</span>
        </li>
      ))}
    </ol>
  );
}
