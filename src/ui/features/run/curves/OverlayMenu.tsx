import { Layers } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { formatLoss } from '../../../kit/format';
import { useBench, useBenchStore, useRun } from '../../../stores/context';
import styles from './LossChart.module.css';
import { toggleOverlay } from './overlayActions';

/** Saved runs, to lay their curves over the present one while it goes on. */
export function OverlayMenu() {
  const { t } = useTranslation();
  const bench = useBench();
  const runId = useRun((run) => run?.runId);
  const runs = useBenchStore('savedRuns', (state) => state.runs);
  const shown = useBenchStore('overlays', (state) => state.shown);
  const others = (runs ?? []).filter(({ id }) => id !== runId);
  return (
    <DialogTrigger>
      <Button className={styles.toggle!} data-testid="overlays">
        <Layers size={13} aria-hidden /> {t('curves.overlay')}
      </Button>
      <Popover placement="bottom end" className={styles.menu!}>
        <Dialog aria-label={t('curves.overlay')}>
          {others.length === 0 && <p>{t('curves.noOverlay')}</p>}
          {others.map((run) => (
            <label key={run.id}>
              <input
                type="checkbox"
                checked={shown.some(({ id }) => id === run.id)}
                onChange={() => void toggleOverlay(bench, run)}
              />
              <span>{run.name}</span>
              {run.loss !== null && <b>{formatLoss(run.loss)}</b>}
            </label>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
