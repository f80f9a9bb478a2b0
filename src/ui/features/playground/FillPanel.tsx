import { useTranslation } from 'react-i18next';
import type { LabErrorData } from '../../../host/protocol/error';
import type { FilledMasks } from '../../../host/protocol/models';
import { ErrorText } from '../../kit/ErrorText';
import { useBench } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import { ShareBars } from '../study/ShareBars';
import styles from './playground.module.css';
import type { PlayModel } from './playModel';
import { PromptBox } from './PromptBox';
import { usePlay } from './usePlay';

/** A text with masks, and the likeliest tokens behind each. */
export function FillPanel({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const {
    key: play,
    change,
    play: { draft },
  } = usePlay(model.base);
  const { base, mask = '[MASK]' } = model;
  const text = draft.masked ?? t('models.maskStart', { mask });
  const key = text.trim() === '' ? null : `${play} ${text}`;
  const answer = useAnswer(key, () => bench.lab.models.fill({ base, text }));
  return (
    <div className={styles.main} data-testid="model-mask">
      <PromptBox
        label={t('common.text')}
        help={t('models.maskHelp', { mask })}
        value={text}
        testId="mask-text"
        onChange={(typed) => change({ masked: typed })}
      />
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
            {masks.length > 1 && (
              <p className={styles.named}>{t('models.maskNumber', { n: index + 1 })}</p>
            )}
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
