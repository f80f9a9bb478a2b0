import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../kit/Button';
import { useLanguage } from '../../i18n/useLanguage';
import { useBench, useDevice } from '../../stores/context';
import { Estimate } from '../../settings/duration/Estimate';
import { startDistillation, startSentiment, startWriter } from './recipeActions';
import styles from './recipes.module.css';
import { useRecipeDurations, type RecipeId } from './useRecipeDurations';
import { useWriterLanguage } from './useWriterLanguage';

/** What each does, how long it takes here, and the button that starts it. */
export function RecipeCards() {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const durations = useRecipeDurations();
  const language = useWriterLanguage();
  const reviews = useLanguage() === 'zh-CN' ? 'zh' : 'en';
  const onPage = (page: string, start: () => void) => () => {
    start();
    go(page);
  };
  const distill = (['listing', 'scaled'] as const).map((id) => ({
    id,
    start: onPage('/distill', () => startDistillation(bench, id)),
  }));
  // Its progress and results are below.
  const startHere = () => {
    void startWriter(bench, language);
    document.querySelector('#writer')?.scrollIntoView();
  };
  const sentiment = onPage('/finetune', () => startSentiment(bench, reviews));
  return (
    <ul className={styles.cards} aria-label={t('writer.title')}>
      <Card
        id="writer"
        durationMs={durations.writer}
        starts={[{ id: 'writer', start: startHere }]}
      />
      <Card
        id="sentiment"
        durationMs={durations.sentiment}
        starts={[{ id: 'sentiment', start: sentiment }]}
      />
      <Card id="distill" durationMs={durations.distill} starts={distill} />
    </ul>
  );
}

interface Start {
  readonly id: 'writer' | 'sentiment' | 'listing' | 'scaled';
  readonly start: () => void;
}

function Card(props: { id: RecipeId; durationMs: number | null; starts: readonly Start[] }) {
  const { id, durationMs, starts } = props;
  const { t } = useTranslation();
  const isReady = useDevice().status === 'ready';
  return (
    <li className={styles.card}>
      <h2>{t(`writer.card.${id}.title`)}</h2>
      <p>{t(`writer.card.${id}.about`)}</p>
      <p className={styles.time}>
        <Estimate timeMs={durationMs} />
      </p>
      <div className={styles.starts}>
        {starts.map(({ id: startId, start }, index) => (
          <Button
            key={startId}
            look={index === 0 ? 'signal' : 'plain'}
            icon={<Play size={14} aria-hidden />}
            testId={`recipe-${startId}`}
            isDisabled={!isReady}
            onPress={start}
          >
            {t(`writer.start.${startId}`)}
          </Button>
        ))}
      </div>
    </li>
  );
}
