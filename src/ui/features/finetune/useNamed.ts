import { useTranslation } from 'react-i18next';
import type { enFinetune } from '../../i18n/finetune/en';

/** A field's label, and its name in tests. */
export function useNamed() {
  const { t } = useTranslation();
  return (id: keyof typeof enFinetune.field) => ({
    label: t(`finetune.field.${id}`),
    testId: `finetune-${id}`,
  });
}
