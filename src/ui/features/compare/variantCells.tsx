import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { VariantRow } from '../../../host/protocol/compare';
import { Button } from '../../kit/Button';
import styles from './compare.module.css';
import type { Difference } from './metrics';
import { keepVariant } from '../study/comparisonActions';
import { useBench, useBenchStore } from '../../stores/context';
import { modelAddress } from '../../stores/models/address';
import { useVariantName } from '../study/useVariantName';

/** Puts what a comparison has made among the models; behind that, the way there. */
export function KeepVariantButton({ row }: { row: VariantRow }) {
  const { id, stages, model, error } = row;
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useVariantName();
  const [isBusy, setBusy] = useState(false);
  const isRunning = useBenchStore('compare', ({ state }) => state === 'running');
  const runName = useBenchStore('compare', ({ update }) => update?.result.method.runName);
  const savedId = useBenchStore('compare', ({ savedModels }) => savedModels[id]);
  // Whoever deletes it there may keep it again.
  const isThere = useBenchStore(
    'models',
    ({ models }) => models?.some((one) => one.id === savedId) ?? false,
  );
  if (isRunning || error !== null || stages.length === 0) return null;
  if (isThere) {
    return (
      <Link href={modelAddress({ kind: 'loaded', id: savedId! })} data-testid="variant-kept">
        {t('compare.saved')}
      </Link>
    );
  }
  const line = nameOf({ stages });
  const keep = async () => {
    setBusy(true);
    await keepVariant(bench, id, `${model ?? runName} · ${line}`);
    setBusy(false);
  };
  return (
    <Button
      size="small"
      look="quiet"
      icon={<Boxes size={14} aria-hidden />}
      label={t('compare.saveNamed', { name: line })}
      testId="variant-keep"
      isDisabled={isBusy}
      onPress={() => void keep()}
    >
      {t(isBusy ? 'compare.saving' : 'common.save')}
    </Button>
  );
}

/** What may be said of the variant's form, and the steps that it was trained on for. */
export function Label({ row }: { row: VariantRow }) {
  const { t } = useTranslation();
  return (
    <span className={styles.label} data-honesty={row.honesty}>
      {t(`compare.execution.${row.honesty}`)}
      {row.recoverySteps > 0 &&
        ` · ${t('compare.recovered', { steps: row.recoverySteps, count: row.recoverySteps })}`}
    </span>
  );
}

/** A figure beside the baseline's: what was measured as noise is not shown as a difference. */
export function Beside({ difference }: { difference: Difference | null }) {
  const { t } = useTranslation();
  if (!difference) return <small>{'\u00a0'}</small>;
  if (difference.kind === 'words') return <small>{difference.words}</small>;
  return <small>{t(`compare.difference.${difference.kind}`)}</small>;
}
