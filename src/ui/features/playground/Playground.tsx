import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { baseKey } from '../../../training/models/baseModel';
import { Segments } from '../../kit/Segments';
import { useBench } from '../../stores/context';
import { ChatPanel } from './chat/ChatPanel';
import { ClassifyPanel } from './ClassifyPanel';
import { FillPanel } from './FillPanel';
import { NearestPanel } from './NearestPanel';
import styles from './playground.module.css';
import { stopWriting } from './playgroundActions';
import type { Mode } from './playgroundStore';
import { modesOf, type PlayModel } from './playModel';
import { usePlay } from './usePlay';
import { WritePanel } from './write/WritePanel';

const PANELS: Readonly<Record<Mode, (props: { model: PlayModel }) => React.ReactNode>> = {
  write: WritePanel,
  chat: ChatPanel,
  classify: ClassifyPanel,
  fill: FillPanel,
  nearest: NearestPanel,
};

/** Everything that can be tried with one model. */
export function Playground({ model }: { model: PlayModel }) {
  const { t } = useTranslation();
  const bench = useBench();
  const { play, change } = usePlay(model.base);
  const modes = modesOf(model);
  const mode = modes.find((one) => one === play.draft.mode) ?? modes[0]!;
  const Panel = PANELS[mode];
  // A model that was only tried here need not stay on the GPU.
  useEffect(
    () => () => {
      stopWriting(bench);
      void bench.lab.models.rest();
    },
    [bench],
  );
  return (
    <div className={styles.playground} data-testid="playground">
      {modes.length > 1 && (
        <div className={styles.row}>
          <Segments
            label={t('playground.modes')}
            segments={modes.map((id) => ({ id, label: t(`playground.mode.${id}`) }))}
            value={mode}
            onChange={(chosen) => change({ mode: chosen })}
          />
        </div>
      )}
      <Panel key={`${baseKey(model.base)} ${mode}`} model={model} />
    </div>
  );
}
