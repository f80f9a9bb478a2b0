import { useCallback, useEffect, useMemo, useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import styles from './Tour.module.css';

const STOPS = ['write', 'next', 'truth', 'grow', 'more'] as const;

const targetOf = (stop: (typeof STOPS)[number]): HTMLElement | null =>
  document.querySelector<HTMLElement>(
    stop === 'more' ? '[data-testid="rail-lessons"]' : `[data-tour="${stop}"]`,
  );

/** Stop by stop beside what each is about. Arrow keys go on and back, Esc leaves. */
export default function Tour({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  // On a phone the places are in a menu.
  const stops = useMemo(() => STOPS.filter((stop) => targetOf(stop)?.checkVisibility()), []);
  const [at, setAt] = useState(0);
  const stop = stops[at] ?? 'write';
  const target = targetOf(stop);
  const isLast = at >= stops.length - 1;
  const go = useCallback(
    (by: number): void => {
      if (by > 0 && isLast) onLeave();
      else setAt((now) => Math.max(0, now + by));
    },
    [isLast, onLeave],
  );
  useEffect(() => {
    const press = ({ key }: KeyboardEvent): void => {
      if (key === 'ArrowRight') go(1);
      if (key === 'ArrowLeft') go(-1);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [go]);
  useEffect(() => {
    target?.scrollIntoView({ block: 'nearest' });
    target?.setAttribute('data-toured', '');
    return () => target?.removeAttribute('data-toured');
  }, [target]);
  return (
    <Popover
      key={stop}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onLeave()}
      triggerRef={{ current: target }}
      placement={stop === 'more' ? 'right top' : stop === 'grow' ? 'left top' : 'bottom start'}
      className={styles.popover}
      data-testid="tour-stop"
    >
      <Dialog className={styles.stop} aria-label={t(`start.tour.${stop}.title`)}>
        <h2>{t(`start.tour.${stop}.title`)}</h2>
        <p>{t(`start.tour.${stop}.text`)}</p>
        <footer>
          <span>{t('start.tour.at', { at: at + 1, count: stops.length })}</span>
          <Button look="quiet" size="small" testId="tour-skip" onPress={onLeave}>
            {t('start.tour.skip')}
          </Button>
          <Button look="signal" size="small" testId="tour-next" onPress={() => go(1)}>
            {t(isLast ? 'start.tour.end' : 'start.tour.go')}
          </Button>
        </footer>
      </Dialog>
    </Popover>
  );
}
