import { useTranslation } from 'react-i18next';
import { BaseChoice } from '../components/BaseChoice';
import { useBench, useBenchStore } from '../stores/context';

/** A teacher that is there, or one that is trained first. */
export function TeacherChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const teacher = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.teacher,
  );
  return (
    <BaseChoice
      label={t('distil.field.teacher')}
      help={t(teacher ? 'distil.help.teacher' : 'distil.help.teacherFirst')}
      testId="distil-teacher"
      none={t('distil.trainFirst')}
      value={teacher}
      suits={({ writes }) => writes}
      onChange={(chosen) => bench.distil.setState({ teacher: chosen })}
    />
  );
}
