import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/Page';
import { RecipeCards } from './RecipeCards';
import { Writer } from './Writer';

/** Three reference scripts, each from end to end with one press. */
export default function RecipesPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('writer.title')} lead={t('writer.lead')}>
      <RecipeCards />
      <Writer />
    </Page>
  );
}
