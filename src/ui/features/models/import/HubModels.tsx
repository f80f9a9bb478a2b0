import { Download, FlaskConical, SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { MODEL_CARDS, weightBytes, type ModelCard } from '../../../../experiments/cards/modelCards';
import { Button } from '../../../kit/Button';
import { formatBytes, formatCompact } from '../../../kit/format';
import { CardList, HubCard } from '../../../kit/HubCard';
import { useLanguage } from '../../../i18n/useLanguage';
import { useBench, useBenchStore, useIsOnCpu } from '../../../stores/context';
import { modelOfHub } from '../modelActions';

/** Addresses of a WebAssembly memory are 32 bits. */
const CPU_BYTES = 2 ** 32;

/** Models of the hub that are read here, what they are and what they take. */
export function HubModels() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <CardList
      title={t('cards.models')}
      items={MODEL_CARDS}
      keyOf={({ id }) => id}
      wordsOf={({ id, title, repository, family, about, kind }) =>
        [id, title, repository, family, about[language], t(`cards.use.${kind}`)].join(' ')
      }
      testId="model-cards"
    >
      {(card) => <OneModel card={card} />}
    </CardList>
  );
}

function OneModel({ card }: { card: ModelCard }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const bench = useBench();
  const [, go] = useLocation();
  const facts = useFacts(card);
  const { id, title, about, kind, repository } = card;
  const isBusy = useBenchStore('models', ({ job }) => job !== null);
  const isHere = useBenchStore(
    'models',
    ({ models }) =>
      models?.some(({ source }) => source.kind === 'hub' && source.name === repository) ?? false,
  );
  const open = async (address: (model: string) => string): Promise<void> => {
    const model = await modelOfHub(bench, repository);
    if (model !== null) go(address(model));
  };
  return (
    <HubCard
      title={title}
      about={about[language]}
      facts={facts}
      isOpen={isHere}
      testId={`model-card-${id}`}
    >
      <Button
        look={isHere ? 'plain' : 'signal'}
        size="small"
        icon={<Download size={14} aria-hidden />}
        isDisabled={isBusy}
        testId={`model-card-${id}-open`}
        onPress={() => void open((model) => `/models/loaded:${model}`)}
      >
        {t(isHere ? 'models.open' : 'cards.read')}
      </Button>
      <Button
        size="small"
        icon={<SlidersHorizontal size={14} aria-hidden />}
        isDisabled={isBusy}
        testId={`model-card-${id}-base`}
        onPress={() => void open((model) => `/models/loaded:${model}/train`)}
      >
        {t('finetune.title')}
      </Button>
      {(kind === 'decoder' || kind === 'classifier') && (
        <Button
          size="small"
          icon={<FlaskConical size={14} aria-hidden />}
          isDisabled={isBusy}
          testId={`model-card-${id}-teacher`}
          onPress={() => void open((model) => `/models/loaded:${model}/train`)}
        >
          {t('cards.teacher')}
        </Button>
      )}
    </HubCard>
  );
}

function useFacts(card: ModelCard) {
  const { t } = useTranslation();
  const isCpu = useIsOnCpu();
  const { repository, license, sizeBytes, parameters, family, context, kind } = card;
  const { run, train } = weightBytes(card);
  const fits = train <= CPU_BYTES ? null : run <= CPU_BYTES ? 'cards.runOnly' : 'cards.tooLarge';
  const memory = t('cards.memoryOf', { run: formatBytes(run), train: formatBytes(train) });
  return [
    [
      t('common.source'),
      <a
        key="source"
        href={`https://huggingface.co/${repository}`}
        target="_blank"
        rel="noreferrer"
      >
        {repository}
      </a>,
    ],
    [t('cards.license'), license],
    [t('cards.size'), formatBytes(sizeBytes)],
    [t('setting.family.label'), `${family}, ${formatCompact(parameters)}`],
    [t('setting.n_positions.label'), t('models.contextTokens', { count: context })],
    [t('cards.memory'), isCpu && fits ? `${memory} ${t(fits)}` : memory],
    [t('cards.uses'), t(`cards.use.${kind}`)],
  ] as const;
}
