import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useLanguage } from '../../i18n/useLanguage';
import { ErrorText } from '../../kit/ErrorText';
import { useBench } from '../../stores/context';
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
  const { model, error } = useReadyModel();
  return (
    <section className={styles.panel} aria-labelledby="write-title">
      {model ? <Writer key={model.id} model={model} /> : <Waiting />}
      <ErrorText error={error} />
    </section>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <>
      <h2 id="write-title" className={styles.title}>
        {t('start.opening')}
      </h2>
      <div className={styles.waiting} />
    </>
  );
}

function Writer({ model }: { model: ReadyModel }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { lab } = useBench();
  const { id, config, card } = model;
  const writing = useMemo(
    () =>
      new Writing(lab.models, { base: { kind: 'ready', id }, contextLength: config.n_positions }),
    [lab, id, config],
  );
  const [prompt = ''] = card.prompts;
  useEffect(() => {
    writing.enter();
    if (writing.store.getState().text === '') {
      if (beginsByItself()) writing.write(prompt);
      else writing.type(prompt);
    }
    return () => writing.leave();
  }, [writing, prompt]);
  const error = useWriting(writing, (state) => state.error);
  useWritingKeys(writing);
  return (
    <>
      <h2 id="write-title" className={styles.title}>
        {card.title[language]}
        <small>{t('start.trainedHere', { loss: card.loss.toFixed(3), steps: card.steps })}</small>
      </h2>
      <TextBox writing={writing} prompts={card.prompts} />
      <ErrorText error={error} />
      <NextBars writing={writing} />
      <TextFigures writing={writing} />
    </>
  );
}
