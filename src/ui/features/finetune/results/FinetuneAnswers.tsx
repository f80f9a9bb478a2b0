import { useTranslation } from 'react-i18next';
import type { WrittenAnswer } from '../../../../training/evaluate/answerScores';
import type { EvalPoint } from '../../../../host/protocol/run';
import { DataTable } from '../../../kit/table/DataTable';
import { Section } from '../../../kit/Section';
import { useObjectiveName } from '../../../settings/useObjectiveName';
import { useBenchStore } from '../../../stores/context';
import { excerpt } from '../excerpt';
import styles from '../finetune.module.css';

const COLUMNS = [
  ['prompt', 'prompt'],
  ['due', 'reference'],
  ['written', 'generated'],
] as const;

/** What the model that was fine-tuned last writes to held-out prompts, beside the right answers. */
export function FinetuneAnswers() {
  const { t } = useTranslation();
  const title = t('finetune.answers.title');
  const nameOf = useObjectiveName();
  const evals = useBenchStore('finetune', ({ update }) => update?.result.live?.evals);
  const { answers, answersOf = {} } = evals?.at(-1) ?? {};
  if (answers) return <Answers id="finetune-answers" title={title} answers={answers} />;
  return Object.entries(answersOf).map(([name, ofSet]) => (
    <Answers
      key={name}
      id={`finetune-answers-${name}`}
      title={`${title} · ${nameOf(name)}`}
      answers={ofSet}
    />
  ));
}

function Answers(props: { id: string; title: string; answers: NonNullable<EvalPoint['answers']> }) {
  const { id: section, title, answers } = props;
  const { t } = useTranslation();
  return (
    <Section id={section} title={title} help={t('finetune.answers.help', { n: answers.answered })}>
      <DataTable
        caption={t('finetune.answers.caption')}
        testId="finetune-answers-table"
        className={styles.words}
        rows={answers.shown}
        keyOf={(_answer, index) => String(index)}
        columns={COLUMNS.map(([id, header]) => ({
          id,
          header: t(`finetune.answers.${header}`),
          kind: 'text' as const,
          value: (answer: WrittenAnswer) => answer[id],
          cell: (answer: WrittenAnswer) => excerpt(answer[id]),
        }))}
      />
    </Section>
  );
}
