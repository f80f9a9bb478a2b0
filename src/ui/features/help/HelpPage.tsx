import { useTranslation } from 'react-i18next';
import { Page } from '../../kit/Page';
import { Link } from 'wouter';
import { enGlossary } from '../../i18n/glossary/en';
import styles from './HelpPage.module.css';

const WORDS = Object.keys(enGlossary) as (keyof typeof enGlossary)[];
const BROWSERS = ['gpuChrome', 'gpuAndroid', 'gpuSafari', 'gpuFirefox', 'gpuLinux'] as const;

export default function HelpPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('help.title')} lead={t('help.lead')} className={styles.page}>
      <dl className={styles.words}>
        {WORDS.map((word) => (
          <div key={word}>
            <dt>{t(`glossary.${word}.term`)}</dt>
            <dd>{t(`glossary.${word}.text`)}</dd>
          </div>
        ))}
      </dl>
      <h2>{t('help.gpuTitle')}</h2>
      <p>{t('help.gpuIntro')}</p>
      <ul className={styles.browsers}>
        {BROWSERS.map((browser) => (
          <li key={browser}>{t(`help.${browser}`)}</li>
        ))}
      </ul>
      <p>{t('help.gpuCheck')}</p>
      <h2>{t('help.keysTitle')}</h2>
      <p>{t('help.keys')}</p>
      <h2>{t('help.privacyTitle')}</h2>
      <p>{t('help.privacy')}</p>
      <p className={styles.home}>
        <Link href="/">{t('app.home')}</Link>
      </p>
    </Page>
  );
}
