import { useTranslation } from 'react-i18next';
import type { Attributed } from '../../../host/protocol/models';
import { isRegression } from '../../../training/data/examples/examples';
import { baseKey } from '../../../training/models/baseModel';
import { ErrorText } from '../../kit/ErrorText';
import { useBench } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import { TryClassifier } from '../study/TryClassifier';
import { Measure } from './Measure';
import styles from './playground.module.css';
import type { PlayModel } from './playModel';
import { usePlay } from './usePlay';

/** Long enough for a few words: each of them is left out once. */
const WAIT_MS = 600;

/** What a classifier says of a text, what each word does for that, and how often it is right. */
export function ClassifyPanel({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const { play, change } = usePlay(model.base);
  const { text, effects } = play.draft;
  const shown = text ?? model.prompts?.[0] ?? t('models.tryStart');
  const labels = model.labels ?? [];
  const isScore = isRegression({ labels });
  return (
    <div className={styles.main} data-testid="model-classifier">
      <TryClassifier
        base={model.base}
        text={shown}
        isScore={isScore}
        onChange={(typed) => change({ text: typed })}
      />
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={effects}
          data-testid="play-effects"
          onChange={(event) => change({ effects: event.target.checked })}
        />
        <span>
          {t('playground.effects')}
          <small>{t('playground.effectsHelp')}</small>
        </span>
      </label>
      {effects && <Effects model={model} text={shown} />}
      {!isScore && <Measure base={model.base} labels={labels} />}
    </div>
  );
}

function Effects({ model: { base }, text }: { model: PlayModel; text: string }) {
  const { t } = useTranslation();
  const bench = useBench();
  const key = text.trim() === '' ? null : `${baseKey(base)} ${text}`;
  const found = useAnswer(key, () => bench.lab.models.attribute({ base, text }), WAIT_MS);
  if (key === null) return null;
  if (!found) return <p className={styles.quiet}>{t('playground.effectsWaiting')}</p>;
  if ('code' in found) return found.code === 'aborted' ? null : <ErrorText error={found} />;
  const strongest = Math.max(1e-9, ...found.parts.map(({ effect = 0 }) => Math.abs(effect)));
  return (
    <div role="status">
      <p className={styles.effects} data-testid="play-words">
        {found.parts.map((part, index) => (
          <Word key={index} {...{ part, strongest }} />
        ))}
      </p>
      <p className={styles.quiet}>
        {t('playground.effectsLegend', { label: found.label })}{' '}
        {found.left > 0 && t('playground.effectsLeft', { count: found.left })}
      </p>
    </div>
  );
}

function Word(props: { part: Attributed['parts'][number]; strongest: number }) {
  const { part, strongest } = props;
  const { text, effect } = part;
  if (effect === undefined) return text;
  const share = Math.round((100 * Math.abs(effect)) / strongest);
  const sign = effect > 0 ? '+' : '−';
  const figure = `${sign}${Math.abs(effect).toFixed(2)}`;
  return (
    <span
      className={styles.word}
      style={{ '--share': `${share}%` } as React.CSSProperties}
      data-against={effect < 0 || undefined}
      title={figure}
    >
      {text}
      <sub>{figure}</sub>
    </span>
  );
}
