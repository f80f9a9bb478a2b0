import { Compass } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { hasSeenTour, keepTourSeen } from './tourSeen';

const Tour = lazy(() => import('./Tour'));

/** Five stops in half a minute; whoever has seen it finds a quieter button. */
export function TourButton() {
  const { t } = useTranslation();
  const [isOn, setOn] = useState(false);
  const [isSeen, setSeen] = useState(hasSeenTour);
  const leave = useCallback((): void => {
    setOn(false);
    setSeen(true);
    keepTourSeen();
  }, []);
  return (
    <div>
      <Button
        look={isSeen ? 'quiet' : 'plain'}
        icon={<Compass size={15} aria-hidden />}
        testId="tour"
        onPress={() => setOn(true)}
      >
        {t(isSeen ? 'start.tour.again' : 'start.tour.begin')}
      </Button>
      {isOn && (
        <Suspense fallback={null}>
          <Tour onLeave={leave} />
        </Suspense>
      )}
    </div>
  );
}
