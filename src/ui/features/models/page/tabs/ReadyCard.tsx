import { useTranslation } from 'react-i18next';
import type { ReadyCard as Card } from '../../../../../host/protocol/ready';
import { formatDuration, formatLoss } from '../../../../kit/format';
import { useLanguage } from '../../../../i18n/useLanguage';
import styles from '../../models.module.css';

/** Of a model that comes with the lab: what it can do and cannot, and how anyone makes it again. */
export function ReadyCard({ card }: { card: Card }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { about, limits, licence, loss, lossError, seed, command, date, engine, seconds } = card;
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(Date.parse(date));
  const facts = [
    [t('run.loss'), `${formatLoss(loss)} ± ${lossError.toFixed(3)}`],
    [t('setting.seed.label'), String(seed)],
    [t('models.ready.engine'), engine.name],
    [t('models.ready.time'), formatDuration(1000 * seconds)],
    [t('intro.licence'), licence],
  ] as const;
  return (
    <div className={styles.ready}>
      <p>{about[language]}</p>
      <p>{limits[language]}</p>
      <p>{t('models.ready.trained', { date: day, engine: engine.name })}</p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        {t('models.ready.again')} <code>{command}</code>
      </p>
    </div>
  );
}
