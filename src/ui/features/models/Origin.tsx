import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { VariantOrigin } from '../../../host/protocol/models';
import { useVariantName } from '../study/useVariantName';
import { modelAddress } from '../../stores/models/address';
import { findModel, useModels } from '../../stores/models/useModels';
import styles from './models.module.css';

/** What a kept variant came from, what was done to that, and how it lies in its file. */
export function Origin({ origin }: { origin: VariantOrigin }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  return (
    <p className={styles.origin} data-testid="model-origin">
      {t('models.origin')} <Base origin={origin} /> → {nameOf({ stages: origin.stages })}
      {notesOf(origin).map((note) => (
        <span key={note}>{t(`models.storedAs.${note}`)}</span>
      ))}
    </p>
  );
}

function notesOf({ stages }: VariantOrigin) {
  const has = (kind: string): boolean => stages.some((stage) => stage.kind === kind);
  return [
    ...(has('int8') || has('int4') ? (['packed'] as const) : []),
    ...(has('f16') ? (['halves'] as const) : []),
    ...(has('low_rank') ? (['factors'] as const) : []),
    ...(has('share_layers') ? (['shared'] as const) : []),
    ...(has('prune') ? (['pruned'] as const) : []),
  ];
}

/** The way to it, as long as it is there. */
function Base({ origin: { base, name } }: { origin: VariantOrigin }) {
  const found = findModel(useModels() ?? [], base);
  return found ? <Link href={modelAddress(found.base)}>{found.name}</Link> : name;
}
