import { useTranslation } from 'react-i18next';
import type { BaseRef } from '../../training/models/baseModel';
import { SelectField } from '../components/Field';
import { useBench, useBenchStore, useRun } from '../stores/context';

interface Offer {
  readonly base: BaseRef;
  readonly name: string;
}

const keyOf = (base: BaseRef | null): string => {
  if (!base) return '';
  return `${base.kind}:${base.kind === 'run' ? base.runId : base.id}`;
};

/** A teacher that is there, or one that is trained first. */
export function TeacherChoice() {
  const { t } = useTranslation();
  const bench = useBench();
  const teacher = useBenchStore(
    (stores) => stores.distil,
    (distil) => distil.teacher,
  );
  const runId = useRun((run) => (run?.progress ? run.runId : null));
  const runName = useRun((run) => run?.config.name ?? '');
  const kept = useBenchStore(
    (stores) => stores.kept,
    (store) => store.runs,
  );
  const offers: Offer[] = [
    ...(runId
      ? [{ base: { kind: 'run', runId } as const, name: t('distil.present', { name: runName }) }]
      : []),
    ...(kept ?? [])
      .filter(({ id }) => id !== runId)
      .map(({ id, name }) => ({
        base: { kind: 'kept', id } as const,
        name: t('distil.kept', { name }),
      })),
  ];
  const known = offers.some(({ base }) => keyOf(base) === keyOf(teacher)) ? keyOf(teacher) : '';
  return (
    <SelectField
      label={t('distil.field.teacher')}
      help={t(known === '' ? 'distil.help.teacherFirst' : 'distil.help.teacher')}
      testId="distil-teacher"
      value={known}
      options={[
        { value: '', name: t('distil.trainFirst') },
        ...offers.map(({ base, name }) => ({ value: keyOf(base), name })),
      ]}
      onChange={(key) => {
        const chosen = offers.find(({ base }) => keyOf(base) === key);
        bench.distil.setState({ teacher: chosen?.base ?? null });
      }}
    />
  );
}
