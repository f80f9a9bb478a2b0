import { useTranslation } from 'react-i18next';
import type { Difference } from '../metrics';

/** A figure beside the baseline's: what was measured as noise is not shown as a difference. */
export function Beside({ difference }: { difference: Difference | null }) {
  const { t } = useTranslation();
  if (!difference) return <small>{'\u00a0'}</small>;
  if (difference.kind === 'words') return <small>{difference.words}</small>;
  return <small>{t(`compare.difference.${difference.kind}`)}</small>;
}
