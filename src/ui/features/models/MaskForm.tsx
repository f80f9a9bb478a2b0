import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabErrorData } from '../../../host/protocol/error';
import type { FilledMasks } from '../../../host/protocol/models';
import { ErrorText } from '../../kit/ErrorText';
import { Field } from '../../kit/Field';
import { useBench } from '../../stores/context';
import type { ModelRecord } from '../../stores/models/record';
import { useAnswer } from '../../stores/useAnswer';
import { ShareBars } from '../study/ShareBars';
import styles from './models.module.css';

/** A text with masks, and the likeliest tokens behind each. */
export function MaskForm({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { base } = model;
  const { mask = '[MASK]' } = model.loaded ?? {};
  const [text, setText] = useState(() => t('models.maskStart', { mask }));
  const key = text.trim() === '' ? null : JSON.stringify([base, text]);
  const answer = useAnswer(key, () => bench.lab.models.fill({ base, text }));
  return (
    <div className={styles.write} data-testid="model-mask">
      <h3>{t('models.maskTitle')}</h3>
      <Field label={t('common.text')} help={t('models.maskHelp', { mask })}>
        {(id, helpId) => (
          <textarea
            id={id}
            rows={2}
            className={styles.masked}
            value={text}
            aria-describedby={helpId}
            data-testid="mask-text"
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Candidates answer={answer} />
    </div>
  );
}

function Candidates({ answer }: { answer: FilledMasks | LabErrorData | null }) {
  const { t } = useTranslation();
  if (!answer) return null;
  if ('code' in answer) return <ErrorText error={answer} />;
  const { masks, tokens, left } = answer;
  const facts = [
    t('models.contextTokens', { count: tokens }),
    ...(left > 0 ? [t('models.tryCut', { n: left })] : []),
  ];
  return (
    <div role="status">
      <div className={styles.candidates}>
        {masks.map((candidates, index) => (
          <div key={index}>
            {masks.length > 1 && <h4>{t('models.maskNumber', { n: index + 1 })}</h4>}
            <ShareBars
              rows={candidates.map(({ text, probability }) => ({ name: text, share: probability }))}
              testId="mask-candidates"
            />
          </div>
        ))}
      </div>
      <p className={styles.quiet}>{facts.join(' · ')}</p>
    </div>
  );
}
