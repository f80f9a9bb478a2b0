import { useTranslation } from 'react-i18next';
import { joinNames, stageNames } from '../../host/variantName';
import type { Stage } from '../../host/variantSpec';

interface Staged {
  readonly stages: readonly Stage[];
}

export function useVariantName(): (variant: Staged) => string {
  const { t } = useTranslation();
  return ({ stages }) =>
    joinNames(stageNames(stages).map(({ key, values }) => t(`stages.name.${key}`, values)));
}
