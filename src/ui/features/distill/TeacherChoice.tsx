import { useTranslation } from 'react-i18next';
import { BaseChoice, type Suits } from '../study/BaseChoice';
import { isWriterFamily } from '../../../training/run/modelConfig';
import { useBench } from '../../stores/context';
import { changeDistil } from './distilActions';
import type { DistilTask } from './distilStore';
import { useDistilChoices } from './useDistilChoices';

const TEACHERS: Record<DistilTask, Suits> = {
  language: {
    run: ({ model }) => isWriterFamily(model.family),
    loaded: ({ writes }) => writes,
  },
  classify: {
    run: ({ objectives }) => objectives?.some(({ kind }) => kind === 'classify') ?? false,
    // A kept run has its model, not its output layer.
    kept: false,
    loaded: ({ labels }) => labels !== undefined,
  },
};

/** A teacher that is there, or one that is trained first. */
export function TeacherChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const { task, teacher } = useDistilChoices();
  return (
    <BaseChoice
      label={t('distil.field.teacher')}
      help={t(`distil.teacherHelp.${task}${teacher ? 'Chosen' : 'First'}`)}
      testId="distil-teacher"
      none={t('distil.trainFirst')}
      value={teacher}
      suits={TEACHERS[task]}
      onChange={(chosen) => changeDistil(bench, { teacher: chosen })}
    />
  );
}
