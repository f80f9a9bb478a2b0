import { useTranslation } from 'react-i18next';
import type { enTune } from '../../i18n/tune/en';

/** A field's label, and its name in tests. */
export function useNamed() {
  const { t } = useTranslation();
  return (id: keyof typeof enTune.field) => ({
    label: t(`tune.field.${id}`),
    testId: `tune-${id}`,
  });
}
