import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorData } from '../../../../host/lab/labError';
import type { LabErrorData } from '../../../../host/protocol/error';
import { Button } from '../../../kit/Button';
import { ErrorText } from '../../../kit/ErrorText';
import { useBench } from '../../../stores/context';
import styles from '../playground.module.css';
import { stopWriting } from '../playgroundActions';
import type { PlayCheckpoint, PlayModel } from '../playModel';

const NEW_TOKENS = 24;

/** How the answer to a prompt changed during training: one text a checkpoint, the likeliest of each. */
export function Replay({ model, prompt }: { model: PlayModel; prompt: string }) {
  if (!model.checkpoints || model.checkpoints.length < 2) return null;
  return <Slider key={prompt} checkpoints={model.checkpoints} prompt={prompt} />;
}

function Slider(props: { checkpoints: readonly PlayCheckpoint[]; prompt: string }) {
  const { checkpoints, prompt } = props;
  const { t } = useTranslation();
  const bench = useBench();
  /** By checkpoint. */
  const [texts, setTexts] = useState<Readonly<Record<number, string>>>({});
  const [at, setAt] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<LabErrorData | null>(null);
  const write = async (index: number): Promise<void> => {
    const { base } = checkpoints[index]!;
    const settings = { temperature: 0, seed: 0, maxNewTokens: NEW_TOKENS };
    const { texts: found } = await bench.lab.models.write(
      { base, prompt, ...settings },
      () => undefined,
    );
    setTexts((before) => ({ ...before, [index]: found[0]! }));
  };
  /** Of what runs now. */
  const ended = useRef(new AbortController());
  useEffect(() => () => ended.current.abort(), []);
  const stop = (): void => {
    ended.current.abort();
    stopWriting(bench);
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    ended.current = new AbortController();
    setRunning(true);
    setError(null);
    await work().catch((thrown: unknown) => setError(toErrorData(thrown)));
    setRunning(false);
  };
  const move = (index: number): void => {
    setAt(index);
    if (texts[index] === undefined && !isRunning) void attempt(() => write(index));
  };
  const playAll = (): Promise<void> =>
    attempt(async () => {
      const { signal } = ended.current;
      for (const index of checkpoints.keys()) {
        if (signal.aborted) return;
        setAt(index);
        await write(index);
      }
    });
  const { step } = checkpoints[at]!;
  return (
    <section className={styles.replay} aria-label={t('playground.replay')}>
      <p className={styles.named}>{t('playground.replay')}</p>
      <p className={styles.quiet}>{t('playground.replayHelp')}</p>
      <div className={styles.row}>
        <Button
          size="small"
          icon={<Play size={13} aria-hidden />}
          isDisabled={isRunning}
          testId="replay-start"
          onPress={() => void playAll()}
        >
          {t('playground.replayStart')}
        </Button>
        {isRunning && (
          <Button
            size="small"
            icon={<Square size={12} aria-hidden />}
            testId="replay-stop"
            onPress={stop}
          >
            {t('run.stop')}
          </Button>
        )}
        <input
          type="range"
          min={0}
          max={checkpoints.length - 1}
          value={at}
          aria-label={t('playground.checkpoint')}
          aria-valuetext={t('playground.atStep', { step })}
          data-testid="replay-slider"
          onChange={(event) => move(event.target.valueAsNumber)}
        />
        <span>{t('playground.atStep', { step })}</span>
      </div>
      <ErrorText error={error} />
      <p className={styles.text} data-testid="replay-text">
        <mark className={styles.given}>{prompt}</mark>
        {texts[at] ?? ''}
      </p>
    </section>
  );
}
