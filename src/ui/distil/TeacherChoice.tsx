import { useTranslation } from 'react-i18next';
import { BaseChoice } from '../components/BaseChoice';
import { useBench } from '../stores/context';
import { changeDistil } from './distilStore';
import { useDistilChoices } from './useDistilChoices';

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
      suits={({ writes, labels }) => (task === 'classify' ? labels !== undefined : writes)}
      onChange={(chosen) => changeDistil(bench, { teacher: chosen })}
    />
  );
}
