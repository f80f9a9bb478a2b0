import { useTranslation } from 'react-i18next';
import { markedText } from '../../../training/evaluate/knownWords';
import type { Classified } from '../../../host/protocol/models';
import type { LabErrorData } from '../../../host/protocol/error';
import type { BaseRef } from '../../../training/models/baseModel';
import { useBench } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import { ErrorText } from '../../kit/ErrorText';
import { Field } from '../../kit/Field';
import { ShareBars } from './ShareBars';
import styles from './TryClassifier.module.css';

/** What is typed, and how sure the classifier is of each class. */
export function TryClassifier(props: {
  base: BaseRef;
  text: string;
  /** It predicts a number in place of classes. */
  isScore?: boolean;
  onChange: (text: string) => void;
}) {
  const { base, text, isScore = false, onChange } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const key = text.trim() === '' ? null : JSON.stringify([base, text]);
  const answer = useAnswer(key, () => bench.lab.models.classify({ base, text }));
  return (
    <div className={styles.box}>
      <Field label={t('common.text')} help={t('models.tryHelp')}>
        {(id, helpId) => (
          <textarea
            id={id}
            rows={2}
            value={text}
            aria-describedby={helpId}
            data-testid="try-text"
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      <Answer answer={answer} text={text} isScore={isScore} />
    </div>
  );
}

function Answer(props: {
  answer: Classified | LabErrorData | null;
  text: string;
  isScore: boolean;
}) {
  const { answer, text, isScore } = props;
  const { t } = useTranslation();
  if (!answer)
    return (
      <p className={styles.note}>{t(isScore ? 'models.tryWaitingScore' : 'models.tryWaiting')}</p>
    );
  if ('code' in answer) return <ErrorText error={answer} />;
  const { labels, probabilities, score, tokens, left, newWords, words: all } = answer;
  // It has nothing to go by: a percentage would look like knowledge.
  const isGuess = all > 0 && newWords.length === all;
  const facts = [
    t('models.contextTokens', { count: tokens }),
    ...(left > 0 ? [t('models.tryCut', { n: left })] : []),
  ];
  return (
    <div role="status">
      {newWords.length > 0 && (
        <p className={styles.typed} data-testid="try-marked">
          {markedText(text, newWords).map(({ text: part, isMarked }, index) =>
            isMarked ? <u key={index}>{part}</u> : part,
          )}
        </p>
      )}
      {newWords.length > 0 && (
        <p className={styles.unknown} data-testid="try-unknown">
          {t(isGuess ? 'models.tryGuess' : 'models.tryUnknown', {
            words: shownWords(newWords),
            count: newWords.length,
          })}
        </p>
      )}
      {score === undefined ? (
        <ShareBars
          rows={labels.map((name, index) => ({ name, share: probabilities[index]! }))}
          testId="try-answer"
          isGuess={isGuess}
        />
      ) : (
        <p className={styles.score} data-testid="try-score">
          {labels[0]}: <strong>{score.toFixed(2)}</strong>
        </p>
      )}
      <p className={styles.note}>{facts.join(' · ')}</p>
    </div>
  );
}

const MOST_WORDS = 8;

function shownWords(words: readonly string[]): string {
  const shown = words.slice(0, MOST_WORDS).join(', ');
  return words.length > MOST_WORDS ? `${shown}, …` : shown;
}
