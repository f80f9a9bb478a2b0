import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { BaseRef } from '../../training/models/baseModel';
import { useBench, useBenchStore, useRun } from '../stores/context';
import styles from './distil.module.css';

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
  const place = useId();
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
    <div className={styles.field}>
      <label htmlFor={place}>{t('distil.field.teacher')}</label>
      <select
        id={place}
        data-testid="distil-teacher"
        value={known}
        aria-describedby={`${place}-help`}
        onChange={(event) => {
          const chosen = offers.find(({ base }) => keyOf(base) === event.target.value);
          bench.distil.setState({ teacher: chosen?.base ?? null });
        }}
      >
        <option value="">{t('distil.trainFirst')}</option>
        {offers.map(({ base, name }) => (
          <option key={keyOf(base)} value={keyOf(base)}>
            {name}
          </option>
        ))}
      </select>
      <small id={`${place}-help`}>
        {t(known === '' ? 'distil.help.teacherFirst' : 'distil.help.teacher')}
      </small>
    </div>
  );
}
