import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { ErrorText } from '../../kit/ErrorText';
import { useBench, useBenchStore } from '../../stores/context';
import { beginsByItself } from './beginsByItself';
import { NextBars } from './NextBars';
import { TextBox } from './TextBox';
import { TextFigures } from './TextFigures';
import { useReadyModel } from './useReadyModel';
import { useWriting, useWritingKeys } from './useWriting';
import { Writing } from './writing';
import styles from './WritePanel.module.css';

/** The text box is there at once; its model comes. */
export function WritePanel() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { lab } = useBench();
  const [writing] = useState(() => new Writing(lab.models));
  const model = useReadyModel();
  const noModel = useBenchStore('models', ({ readyError }) => readyError);
  const error = useWriting(writing, (state) => state.error);
  useWritingKeys(writing);
  useOpened(writing, model);
  return (
    <section className={styles.panel} aria-labelledby="write-title">
      <h2 id="write-title" className={styles.title}>
        {model ? model.card.title[language] : t('start.opening')}
        {model && (
          <small>
            {t('start.trainedHere', { loss: model.card.loss.toFixed(3), steps: model.card.steps })}
          </small>
        )}
      </h2>
      <TextBox writing={writing} prompts={model?.card.prompts ?? NO_PROMPTS} />
      <ErrorText error={noModel ?? error} />
      <NextBars writing={writing} />
      <TextFigures writing={writing} />
    </section>
  );
}

const NO_PROMPTS: readonly string[] = [];

/** The model begins, unless the user already has. */
function useOpened(writing: Writing, model: ReadyModel | null): void {
  useEffect(() => {
    if (!model) return;
    const { id, config, card } = model;
    const [prompt = ''] = card.prompts;
    const opened = { base: { kind: 'ready', id }, contextLength: config.n_positions } as const;
    writing.open(opened, prompt, beginsByItself());
    return () => writing.leave();
  }, [writing, model]);
}
