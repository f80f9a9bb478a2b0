import { useTranslation } from 'react-i18next';
import type { enDistil } from '../../i18n/distil/en';

type FieldId = keyof typeof enDistil.help & keyof typeof enDistil.field;

/** A field's label, and one sentence on what it does. */
export function useDistilWords() {
  const { t } = useTranslation();
  return (id: FieldId) => ({ label: t(`distil.field.${id}`), help: t(`distil.help.${id}`) });
}
