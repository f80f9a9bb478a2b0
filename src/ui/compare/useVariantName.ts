import { useTranslation } from 'react-i18next';
import type { VariantId } from '../../host/compareResult';

export function useVariantName(): (id: VariantId) => string {
  const { t } = useTranslation();
  return (id) => t(`compare.variant.${id}`);
}
