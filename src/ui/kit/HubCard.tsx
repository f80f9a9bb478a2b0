import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';
import styles from './HubCard.module.css';

/** A row of them is enough to begin with. */
const AT_FIRST = 3;

/** Cards to be searched, some at first. */
export function CardList<Item>(props: {
  title: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What a search finds it by. */
  wordsOf: (item: Item) => string;
  children: (item: Item) => ReactNode;
  testId: string;
}) {
  const { title, items, keyOf, wordsOf, children, testId } = props;
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [isWhole, setIsWhole] = useState(false);
  const parts = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => {
    const words = wordsOf(item).toLowerCase();
    return parts.every((part) => words.includes(part));
  });
  const shown = isWhole || parts.length > 0 ? found : found.slice(0, AT_FIRST);
  return (
    <div className={styles.list} data-testid={testId}>
      <div className={styles.search}>
        <h3>{title}</h3>
        <input
          type="search"
          value={search}
          aria-label={t('cards.search')}
          placeholder={t('cards.search')}
          data-testid={`${testId}-search`}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {shown.length === 0 && <p>{t('cards.none')}</p>}
      <ul className={styles.cards}>
        {shown.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {shown.length < found.length && (
        <div>
          <Button
            size="small"
            look="quiet"
            testId={`${testId}-all`}
            onPress={() => setIsWhole(true)}
          >
            {t('cards.all', { count: found.length })}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A data set or a model of the hub: what is known of it, and what can be done with it. */
export function HubCard(props: {
  title: string;
  about: string;
  facts: readonly (readonly [name: string, value: ReactNode])[];
  isOpen?: boolean;
  testId: string;
  children: ReactNode;
}) {
  const { title, about, facts, isOpen, testId, children } = props;
  return (
    <article
      className={styles.card}
      aria-label={title}
      data-open={isOpen || undefined}
      data-testid={testId}
    >
      <h4>{title}</h4>
      <p>{about}</p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
      <div className={styles.actions}>{children}</div>
    </article>
  );
}

function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
