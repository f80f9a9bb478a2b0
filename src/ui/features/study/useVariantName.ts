import { useTranslation } from 'react-i18next';
import { joinNames, stageNames, withOrigin, type Named } from '../../../host/studies/compress/name';

export function useVariantName(): (variant: Named) => string {
  const { t } = useTranslation();
  return (variant) => {
    const names = stageNames(variant.stages);
    const line = joinNames(names.map(({ key, values }) => t(`stages.name.${key}`, values)));
    return withOrigin(line, variant);
  };
}
