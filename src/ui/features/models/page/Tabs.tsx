import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { MODEL_TABS, modelAddress, type ModelTab } from '../../../stores/models/address';
import type { ModelRecord } from '../../../stores/models/record';
import styles from './page.module.css';

/** Each tab has an address of its own. The first is called by what the model does. */
export function Tabs({ model, tab }: { model: ModelRecord; tab: ModelTab }) {
  const { t } = useTranslation();
  const list = useRef<HTMLElement>(null);
  // On a phone the last tabs are beside the screen.
  useEffect(() => {
    list.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <nav ref={list} className={styles.tabs} aria-label={t('models.tabs')}>
      {MODEL_TABS.map((id) => (
        <Link
          key={id}
          href={modelAddress(model.base, id)}
          aria-current={id === tab ? 'page' : undefined}
          data-testid={`model-tab-${id}`}
        >
          {t(id === 'write' ? `models.ability.${model.ability}` : `models.tab.${id}`)}
        </Link>
      ))}
    </nav>
  );
}
