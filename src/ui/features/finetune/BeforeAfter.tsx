import { useTranslation } from 'react-i18next';
import type { SamplePoint } from '../../../host/protocol/run';
import { TextCards } from '../study/TextCards';
import { formatCount } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import styles from './finetune.module.css';

/** What the model writes from one prompt, before the first step and after the last. */
export function BeforeAfter() {
  const { t } = useTranslation();
  const live = useBenchStore('finetune', ({ update }) => update?.result.live);
  if (!live?.before || live.arm === null) return null;
  const { before, after } = live;
  return (
    <section className={styles.section} aria-labelledby="finetune-texts">
      <h2 id="finetune-texts">{t('finetune.texts.title')}</h2>
      <p className={styles.help}>{t('finetune.texts.help')}</p>
      <TextCards
        cards={[
          written(t('finetune.texts.before'), before),
          ...(after && after.step > before.step
            ? [
                written(
                  t('finetune.texts.after', {
                    step: formatCount(after.step),
                    count: after.step,
                  }),
                  after,
                ),
              ]
            : []),
        ]}
      />
    </section>
  );
}

const written = (title: string, { step, prompt, text }: SamplePoint) => ({
  key: String(step),
  title,
  text: (
    <>
      <b>{prompt}</b>
      {text}
    </>
  ),
});
