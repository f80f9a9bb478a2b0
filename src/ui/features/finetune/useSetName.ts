import { useTranslation } from 'react-i18next';
import { enFinetune } from '../../i18n/finetune/en';

type SetId = keyof typeof enFinetune.set;

/** A dataset as the page calls it. */
export function useSetName(): (id: string) => string {
  const { t } = useTranslation();
  return (id) => (id in enFinetune.set ? t(`finetune.set.${id as SetId}`) : id);
}
