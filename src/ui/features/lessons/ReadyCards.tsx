import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useLanguage } from '../../i18n/useLanguage';
import { formatAmount } from '../../kit/format';
import { modelAddress } from '../../stores/models/address';
import { familyName } from '../../stores/models/familyName';
import type { ModelRecord } from '../../stores/models/record';
import { useModels } from '../../stores/models/useModels';
import styles from './lessons.module.css';

/** What a lesson can show at once, before anything has been trained. */
export function ReadyCards() {
  const { t } = useTranslation();
  const isChinese = useLanguage() === 'zh-CN';
  const ready = (useModels() ?? []).filter(({ card }) => card !== undefined);
  const isForeign = ({ loaded }: ModelRecord): boolean =>
    loaded?.language !== undefined && (loaded.language === 'zh') !== isChinese;
  return (
    <section aria-labelledby="lessons-ready">
      <h2 id="lessons-ready">{t('lessons.ready')}</h2>
      <p className={styles.lead}>{t('lessons.readyLead')}</p>
      <ul className={styles.cards}>
        {ready
          .toSorted((a, b) => Number(isForeign(a)) - Number(isForeign(b)))
          .map((model) => (
            <ReadyCard key={model.key} model={model} />
          ))}
      </ul>
    </section>
  );
}

function ReadyCard({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { base, name, card, config, parameters } = model;
  return (
    <li className={styles.card}>
      <h3>
        <Link href={modelAddress(base)} data-testid={`lesson-${model.key}`}>
          {name}
        </Link>
      </h3>
      <p>{card?.about[language]}</p>
      <p className={styles.facts}>
        {config && <span>{familyName(config)}</span>}
        {parameters !== null && (
          <span>{t('models.sized', { parameters: formatAmount(parameters) })}</span>
        )}
        {card?.checkpoints && <span>{t('ready.checkpoints')}</span>}
      </p>
    </li>
  );
}
