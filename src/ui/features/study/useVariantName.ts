import { useTranslation } from 'react-i18next';
import { joinNames, stageNames, withOrigin } from '../../../host/studies/compress/name';
import type { Named } from '../../../host/protocol/variant';

export function useVariantName(): (variant: Named) => string {
  const { t } = useTranslation();
  return (variant) => {
    const names = stageNames(variant);
    const line = joinNames(names.map(({ key, values }) => t(`stages.name.${key}`, values)));
    return withOrigin(line, variant);
  };
}
