import { useTranslation } from 'react-i18next';
import type { enDistill } from '../../i18n/distill/en';

type FieldId = keyof typeof enDistill.help & keyof typeof enDistill.field;

/** A field's label, and one sentence on what it does. */
export function useDistillWords() {
  const { t } = useTranslation();
  return (id: FieldId) => ({ label: t(`distill.field.${id}`), help: t(`distill.help.${id}`) });
}
