import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  heldOutSplits,
  hubPageOf,
  type DataCard,
  type DataSplit,
} from '../../experiments/cards/dataCard';
import { DATA_CARDS } from '../../experiments/cards/dataCards';
import { Button } from '../kit/Button';
import { Select } from '../kit/Field';
import { formatBytes, formatCount } from '../kit/format';
import { CardList, HubCard } from '../kit/HubCard';
import { useLanguage } from '../i18n/useLanguage';
import { useBench, useBenchStore } from '../stores/context';
import { openSource } from './dataActions';

/** Data sets of the hub; `examplesOnly`: those that fine-tuning learns from. */
export function DataCards({ examplesOnly = false }: { examplesOnly?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const cards = examplesOnly ? DATA_CARDS.filter(({ use }) => use.kind !== 'text') : DATA_CARDS;
  return (
    <CardList
      title={t('cards.data')}
      items={cards}
      keyOf={({ id }) => id}
      wordsOf={({ id, title, repository, about, language: tongue }) =>
        [id, title, repository, about[language], tongue].join(' ')
      }
      testId="data-cards"
    >
      {(card) => <OneCard card={card} />}
    </CardList>
  );
}

function OneCard({ card }: { card: DataCard }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bench = useBench();
  const facts = useFacts(card);
  const isBusy = useBenchStore('data', ({ job }) => job !== null);
  const isOpen = useBenchStore('data', ({ source }) => source?.card === card.id);
  const splits = heldOutSplits(card);
  const [heldOut, setHeldOut] = useState(splits[0]?.name ?? '');
  return (
    <HubCard
      title={card.title}
      about={card.about[language]}
      facts={facts}
      isOpen={isOpen}
      testId={`data-card-${card.id}`}
    >
      {splits.length > 1 && (
        <label>
          {t('cards.heldOut')}
          <Select
            value={heldOut}
            options={splits.map(({ name }) => ({ value: name, name }))}
            testId={`data-card-${card.id}-split`}
            onChange={setHeldOut}
          />
        </label>
      )}
      <Button
        look={isOpen ? 'plain' : 'signal'}
        size="small"
        icon={<Download size={14} aria-hidden />}
        label={t('cards.readNamed', { name: card.title })}
        isDisabled={isBusy}
        testId={`data-card-${card.id}-open`}
        onPress={() =>
          void openSource(bench, { kind: 'card', card: card.id, ...(heldOut && { heldOut }) })
        }
      >
        {t(isOpen ? 'cards.readAgain' : 'cards.read')}
      </Button>
    </HubCard>
  );
}

function useFacts(card: DataCard) {
  const { t } = useTranslation();
  const { use, splits, license, sizeBytes, repository } = card;
  const splitWords = ({ name, rows, isHidden }: DataSplit): string =>
    t(isHidden ? 'cards.hiddenSplit' : 'cards.split', { name, rows: formatCount(rows) });
  const source = (
    <a href={hubPageOf(card)} target="_blank" rel="noreferrer">
      {repository}
    </a>
  );
  const shared = [
    [t('common.source'), source],
    [t('cards.license'), license],
    [t('cards.size'), formatBytes(sizeBytes)],
    [t('cards.splits'), splits.map(splitWords).join(', ')],
  ] as const;
  if (use.kind === 'text') return [...shared, [t('cards.columns'), use.column] as const];
  const { mapping, labels, metrics } = use;
  const inputs = [...mapping.text, ...(mapping.second ? [mapping.second] : [])].join(' + ');
  return [
    ...shared,
    [t('cards.columns'), `${inputs} → ${mapping.result}`] as const,
    ...(labels.length > 0 ? [[t('models.classes'), labels.join(', ')] as const] : []),
    [t('cards.metrics'), metrics.map((metric) => t(`cards.metric.${metric}`)).join(', ')] as const,
  ];
}
