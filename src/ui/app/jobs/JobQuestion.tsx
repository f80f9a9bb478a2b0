import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useBenchStore } from '../../stores/context';
import type { JobChoice, Question } from '../../stores/jobs';
import styles from './JobQuestion.module.css';
import { useJobName } from './useJobName';

/** Asked where something runs already: behind it, or in its place for now. */
export function JobQuestion() {
  const question = useBenchStore('jobs', (state) => state.question);
  return question && <QuestionDialog key={question.running.id} question={question} />;
}

function QuestionDialog({ question }: { question: Question }) {
  const { t } = useTranslation();
  const nameOf = useJobName();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isRemembered, setRemembered] = useState(false);
  const { running, makesRoom, answer } = question;
  useEffect(() => dialog.current?.showModal(), []);
  const key = (choice: JobChoice, words: string, isFirst: boolean) => (
    <Button
      look={isFirst ? 'signal' : 'plain'}
      testId={`job-ask-${choice}`}
      onPress={() => answer(choice, isRemembered)}
    >
      {words}
    </Button>
  );
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      data-testid="job-ask"
      onCancel={() => answer(null, false)}
    >
      <h2 id={titleId}>{t('jobs.ask.title', { name: nameOf(running) })}</h2>
      <p>{t(`jobs.ask.${makesRoom}`)}</p>
      <label className={styles.remember}>
        <input
          type="checkbox"
          checked={isRemembered}
          onChange={(event) => setRemembered(event.target.checked)}
        />
        {t('jobs.ask.remember')}
      </label>
      <div className={styles.keys}>
        {key('queue', t('jobs.ask.queue'), true)}
        {key('now', t(`jobs.ask.${makesRoom}Now`), false)}
        <Button look="quiet" testId="job-ask-cancel" onPress={() => answer(null, false)}>
          {t('common.cancel')}
        </Button>
      </div>
    </dialog>
  );
}
