import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { StudyKind } from '../../../host/protocol/study';
import { useBenchStore } from '../../stores/context';
import { modelAddress, type ModelTab } from '../../stores/models/address';
import { findModel, useModels } from '../../stores/models/useModels';
import type { StudyState } from './studyStore';
import styles from './study.module.css';

/** The last study of this kind was about another model: there it stands. */
export function OfAnother({ kind, tab }: { kind: StudyKind; tab: ModelTab }) {
  const { t } = useTranslation();
  const { state, update } = useBenchStore<StudyKind, StudyState<StudyKind>>(kind, (study) => study);
  const other = findModel(useModels() ?? [], update?.subject ?? null);
  if (!other) return null;
  return (
    <p className={styles.other}>
      {t(state === 'running' ? 'study.runsFor' : 'study.lastOf')}{' '}
      <Link href={modelAddress(other.base, tab)}>{other.name}</Link>
    </p>
  );
}
