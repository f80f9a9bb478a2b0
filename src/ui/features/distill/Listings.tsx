import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { Help } from '../../kit/Section';
import { useBench } from '../../stores/context';
import styles from './distill.module.css';
import { takeListing } from './distillActions';

/** One press sets all of them. */
export function Listings() {
  const { t } = useTranslation();
  const bench = useBench();
  return (
    <div className={styles.listings}>
      {(['listing', 'scaled'] as const).map((form) => (
        <Button key={form} testId={`distill-${form}`} onPress={() => takeListing(bench, form)}>
          {t(`writer.start.${form}`)}
        </Button>
      ))}
      <Help>{t('distill.listingHelp')}</Help>
    </div>
  );
}
