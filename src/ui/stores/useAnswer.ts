import { useEffect, useRef, useState } from 'react';
import { toErrorData } from '../../host/lab/labError';
import type { LabErrorData } from '../../host/protocol/error';

/** Long enough for a pause between words. */
const WAIT_MS = 250;

/**
 * What the engine answers to the newest question, or why it cannot; null until then. The question is
 * compared by `key`, without which nothing is asked.
 */
export function useAnswer<Answer>(
  key: string | null,
  ask: () => Promise<Answer>,
  waitMs = WAIT_MS,
): Answer | LabErrorData | null {
  const [answer, setAnswer] = useState<Answer | LabErrorData | null>(null);
  const newest = useRef(ask);
  useEffect(() => {
    newest.current = ask;
  });
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Answer | LabErrorData | null): void => {
      if (isCurrent) setAnswer(found);
    };
    const timer = setTimeout(() => {
      if (key === null) return show(null);
      // A question that cannot even be put is an answer too.
      void Promise.resolve()
        .then(() => newest.current())
        .then(show, (thrown: unknown) => show(toErrorData(thrown)));
    }, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key, waitMs]);
  return answer;
}
