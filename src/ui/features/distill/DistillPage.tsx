import { useTranslation } from 'react-i18next';
import { Redirect, useSearchParams } from 'wouter';
import { Page } from '../../kit/Page';
import { useBenchStore } from '../../stores/context';
import { baseOfKey, modelAddress } from '../../stores/models/address';
import { useModelText } from '../study/text/modelText';
import { FIRST_TEXT, textOfSet } from '../study/text/studyTextActions';
import { useFoundSubject, usePlannedSubject } from '../study/useSubject';
import { DistillStudy } from './DistillStudy';
import { useDistill } from './fields';

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
  const subject = useDistillSubject();
  const [search] = useSearchParams();
  const teacher = baseOfKey(search.get('teacher') ?? '');
  if (teacher) return <Redirect to={modelAddress(teacher, 'train')} replace />;
  return (
    <Page title={t('distill.title')} subject={subject} lead={t('distill.lead')}>
      <DistillStudy />
    </Page>
  );
}
