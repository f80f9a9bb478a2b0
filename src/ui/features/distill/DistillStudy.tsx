import { DISTILL_STORY, distillClassifier } from '../../../experiments/distill';
import { distillRequest } from '../../../host/studies/distill/request';
import { Estimate } from '../../settings/duration/Estimate';
import { sizeOf } from '../study/study';
import { distillTrainings, trainingsOf } from '../../settings/duration/trainings';
import { useTrainingTime } from '../../settings/duration/useTrainingTime';
import { useModelText } from '../study/text/modelText';
import type { BaseRef } from '../../../training/models/baseModel';
import { OfAnother } from '../study/OfAnother';
import { useIsAbout } from '../study/useIsAbout';
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DISTILLED_CLASSIFIER } from '../../../host/studies/distill/ids';
import { Button } from '../../kit/Button';
import { Help } from '../../kit/Section';
import { SoftTargets } from '../../pictures/SoftTargets';
import { useBench, useBenchStore } from '../../stores/context';
import { USUAL_TEMPERATURE } from '../../../training/objectives/distillation/distillConfig';
import { ResultButtons } from '../study/ResultButtons';
import { StudyProgress } from '../study/StudyProgress';
import { DistillCurves } from './DistillCurves';
import { DistillMethodNote } from './DistillMethodNote';
import { DistillSettings } from './DistillSettings';
import { useHasText, useMissing } from '../study/text/TextChoice';
import { DistillTable, DistillTexts, DistillVerdict } from './DistillRows';
import { useDistill } from './fields';
import study from '../study/study.module.css';
import { runDistillation } from './distillActions';

/** Who teaches, unless that is the model at hand, who learns, and what came of it. */
export function DistillStudy({ teacher: own }: { teacher?: BaseRef }) {
  const { t } = useTranslation();
  const bench = useBench();
  const state = useBenchStore('distill', (distill) => distill.state);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const isOwn = useIsAbout('distill', own);
  const { task, teacher, text, config } = useDistill();
  const { temperature } = config;
  const isHere = useMissing({ model: teacher, value: text }) === null;
  // A classifier that brings no examples reads the set that is chosen.
  const hasText = useHasText(teacher, text) || (task === 'classify' && isHere);
  return (
    <>
      {state !== 'running' && (
        <>
          <DistillSettings hasTeacher={own !== undefined} />
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
      {state === 'idle' && (
        <SoftTargets temperature={temperature === 'auto' ? USUAL_TEMPERATURE : temperature} />
      )}
      {state !== 'idle' && (isOwn ? <Found /> : <OfAnother kind="distill" tab="train" />)}
    </>
  );
}

function Found() {
  const state = useBenchStore('distill', (distill) => distill.state);
  const result = useBenchStore('distill', ({ update }) => update?.result ?? null);
  return (
    <>
      <Progress />
      {result && (
        <>
          <DistillVerdict rows={result.rows} isDone={state === 'done'} />
          <DistillTable rows={result.rows} />
          <DistillCurves curves={result.curves} rows={result.rows} />
          <DistillTexts rows={result.rows} />
          {result.method && <DistillMethodNote method={result.method} />}
        </>
      )}
    </>
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
