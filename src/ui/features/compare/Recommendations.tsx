import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import {
  changesSize,
  recommendations,
  type Recommendation,
} from '../../../host/studies/compare/recommendation';
import { formatSigned } from '../../kit/format';
import { useVariantName } from '../study/useVariantName';
import styles from './Recommendations.module.css';

/** Below this, a change of the loss has no digit to show. */
const NO_CHANGE = 0.0005;

/** What the comparison comes to: a sentence a variant. */
export function Recommendations({ rows }: { rows: readonly VariantRow[] }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const sentence = useSentence();
  const found = recommendations(rows);
  if (found.length === 0) return null;
  return (
    <ul
      className={styles.list}
      aria-label={t('compare.advice.title')}
      data-testid="compare-recommendations"
    >
      {found.map((one) => (
        <li key={one.row.id} data-advice={one.advice}>
          <strong>{nameOf(one.row)}</strong>
          <span>{sentence(one)}</span>
        </li>
      ))}
    </ul>
  );
}

function useSentence(): (one: Recommendation) => string {
  const { t } = useTranslation();
  const sizeWords = (one: Recommendation): string => {
    if (!changesSize(one)) return t('compare.advice.sameSize');
    const isSmaller = one.smaller > 1;
    const ratio = (isSmaller ? one.smaller : 1 / one.smaller).toFixed(1);
    return t(isSmaller ? 'compare.advice.smaller' : 'compare.advice.larger', { ratio });
  };
  const lossWords = ({ loss }: Recommendation): string =>
    Math.abs(loss) < NO_CHANGE
      ? t('compare.advice.sameLoss')
      : t('compare.advice.loss', { change: formatSigned(100 * loss, 1) });
  const speedWords = ({ speed }: Recommendation): string[] => {
    if (!speed) return [];
    if (speed.kind === 'same_code') return [t('compare.advice.sameCode')];
    if (speed.kind === 'same') return [t('compare.advice.sameSpeed')];
    const isFaster = speed.kind === 'faster';
    const ratio = (isFaster ? speed.ratio : 1 / speed.ratio).toFixed(1);
    return [t(isFaster ? 'compare.advice.faster' : 'compare.advice.slower', { ratio })];
  };
  return (one) =>
    t('compare.advice.sentence', {
      facts: [sizeWords(one), lossWords(one), ...speedWords(one)].join(t('compare.advice.comma')),
      advice: t(`compare.advice.is.${one.advice}`),
    });
}
