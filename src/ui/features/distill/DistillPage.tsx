import { FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { DISTILL_STORY, distillClassifier } from '../../../experiments/distill';
import { distillRequest } from '../../../host/studies/distill/request';
import { DISTILLED_CLASSIFIER } from '../../../host/studies/distill/ids';
import { Button } from '../../kit/Button';
import { Page } from '../../kit/Page';
import { Help } from '../../kit/Section';
import { SoftTargets } from '../../pictures/SoftTargets';
import { useBench, useBenchStore } from '../../stores/context';
import { USUAL_TEMPERATURE } from '../../../training/objectives/distillation/distillConfig';
import { Estimate } from '../../settings/duration/Estimate';
import { ResultButtons } from '../study/ResultButtons';
import { sizeOf } from '../study/study';
import { distillTrainings, trainingsOf } from '../../settings/duration/trainings';
import { useTrainingTime } from '../../settings/duration/useTrainingTime';
import { StudyProgress } from '../study/StudyProgress';
import { DistillCurves } from './DistillCurves';
import { DistillMethodNote } from './DistillMethodNote';
import { DistillSettings } from './DistillSettings';
import { changeDistill, runDistillation } from './distillActions';
import { FIRST_TEXT, textOfSet } from '../study/text/studyTextActions';
import { useModelText } from '../study/text/modelText';
import { useHasText, useMissing } from '../study/text/TextChoice';
import { useFoundSubject, usePlannedSubject } from '../study/useSubject';
import { DistillTable, DistillTexts, DistillVerdict } from './DistillRows';
import { useDistill } from './fields';
import study from '../study/study.module.css';

/** Of what is shown; before that, of what would be distilled. */
function useDistillSubject(): string | undefined {
  const { t } = useTranslation();
  const found = useFoundSubject();
  const { task, teacher, text } = useDistill();
  const set = useBenchStore('distill', (distill) => distill.set);
  const method = useBenchStore('distill', ({ update }) => update?.result.method);
  const data = useModelText(teacher)?.data;
  const first = task === 'language' ? FIRST_TEXT : textOfSet(set);
  const isOwn = teacher !== null && (task === 'language' || data?.examples !== undefined);
  const planned = usePlannedSubject({
    model: teacher,
    newName: t('distill.newTeacher'),
    chosen: text ?? (isOwn ? null : first),
    kind: task === 'language' ? 'corpus' : 'examples',
  });
  return method ? found(method.teacherName, method.teacherSteps, method.text) : planned;
}

/** A small model distilled by a large one, beside the same small model that learned alone. */
export default function DistillPage() {
  const { t } = useTranslation();
  const bench = useBench();
  const state = useBenchStore('distill', (distill) => distill.state);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  useTeacherOfAddress();
  const result = useBenchStore('distill', ({ update }) => update?.result ?? null);
  const { task, teacher, text, config } = useDistill();
  const { temperature } = config;
  const isHere = useMissing({ model: teacher, value: text }) === null;
  // A classifier that brings no examples reads the set that is chosen.
  const hasText = useHasText(teacher, text) || (task === 'classify' && isHere);
  const subject = useDistillSubject();
  return (
    <Page title={t('distill.title')} subject={subject} lead={t('distill.lead')}>
      {state !== 'running' && (
        <>
          <DistillSettings />
          <div className={study.go}>
            <Button
              look="signal"
              size="large"
              icon={<FlaskConical size={16} aria-hidden />}
              testId="distill-start"
              isDisabled={!isReady || !hasText}
              onPress={() => void runDistillation(bench)}
            >
              {t(state === 'idle' ? 'distill.start' : 'distill.restart')}
            </Button>
            <div>
              <Help>{t('distill.startHelp')}</Help>
              <Time />
            </div>
          </div>
        </>
      )}
      {state === 'idle' ? (
        <SoftTargets temperature={temperature === 'auto' ? USUAL_TEMPERATURE : temperature} />
      ) : (
        <Progress />
      )}
      {result && (
        <>
          <DistillVerdict rows={result.rows} isDone={state === 'done'} />
          <DistillTable rows={result.rows} />
          <DistillCurves curves={result.curves} rows={result.rows} />
          <DistillTexts rows={result.rows} />
          {result.method && <DistillMethodNote method={result.method} />}
        </>
      )}
    </Page>
  );
}

/** Teacher, where that is trained first, and students. */
function Time() {
  const bench = useBench();
  const { task, teacher, config } = useDistill();
  const set = useBenchStore('distill', (distill) => distill.set);
  const labeled = useBenchStore('distill', (distill) => distill.labeled);
  const shape = useModelText(teacher)?.shape ?? null;
  const trainings = trainingsOf(() => {
    const { teacherRun } =
      task === 'language' ? DISTILL_STORY : distillClassifier(set, sizeOf(bench), labeled);
    return distillTrainings(distillRequest(teacherRun, config, teacher), shape);
  });
  return <Estimate timeMs={useTrainingTime(teacher && !shape ? null : trainings)} />;
}

/** Who is learning, and how far it is. */
function Progress() {
  const { t } = useTranslation();
  const { state, update } = useBenchStore('distill', (distill) => distill);
  const { method, rows } = update?.result ?? {};
  const piece = update?.progress.piece;
  const who = piece && t('common.seeded', { name: t(`distill.row.${piece.id}`), seed: piece.seed });
  // Language models are kept as runs.
  const hasDistilled =
    method?.reads.kind === 'examples' && rows?.some(({ id }) => id === 'distilled') === true;
  return (
    <StudyProgress kind="distill" title={t('distill.title')} piece={who ? [who] : []}>
      {state !== 'running' && hasDistilled && (
        <ResultButtons
          id="distill"
          runId={DISTILLED_CLASSIFIER}
          name={t('distill.savedAs', { name: t('distill.row.distilled') })}
          file="distilled"
        />
      )}
    </StudyProgress>
  );
}

/** `?teacher=loaded:ID&task=language`, as cards of models link here. */
function useTeacherOfAddress(): void {
  const bench = useBench();
  const [search] = useSearchParams();
  const id = /^loaded:(.+)$/.exec(search.get('teacher') ?? '')?.[1];
  const task = search.get('task') === 'classify' ? 'classify' : 'language';
  useEffect(() => {
    if (id === undefined) return;
    bench.distill.setState({ task });
    changeDistill(bench, { teacher: { kind: 'loaded', id }, text: null });
  }, [bench, id, task]);
}
