import { useTranslation } from 'react-i18next';
import { BaseChoice, type Suits } from '../study/BaseChoice';
import { isGenerativeFamily } from '../../../training/run/modelConfig';
import { useBench } from '../../stores/context';
import { changeDistill } from './distillActions';
import type { DistillTask } from './distillStore';
import { useDistillChoices } from './useDistillChoices';

const TEACHERS: Record<DistillTask, Suits> = {
  language: {
    run: ({ model }) => isGenerativeFamily(model.family),
    loaded: ({ writes }) => writes,
  },
  classify: {
    run: ({ objectives }) => objectives?.some(({ kind }) => kind === 'classify') ?? false,
    // A saved run has its model, not its output layer.
    kept: false,
    loaded: ({ labels }) => labels !== undefined,
  },
};

/** A teacher that is there, or one that is trained first. */
export function TeacherChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const { task, teacher } = useDistillChoices();
  return (
    <BaseChoice
      label={t('distill.row.teacher')}
      help={t(`distill.teacherHelp.${task}${teacher ? 'Chosen' : 'First'}`)}
      testId="distill-teacher"
      none={t('distill.trainFirst')}
      value={teacher}
      suits={TEACHERS[task]}
      onChange={(chosen) => changeDistill(bench, { teacher: chosen })}
    />
  );
}
