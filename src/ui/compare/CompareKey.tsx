import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { KeyButton } from '../components/KeyButton';
import { runComparison } from '../stores/comparison';
import { useBench, useBenchStore, useRun } from '../stores/context';

/** There is a model, and no run trains. */
export function useCanCompare(): boolean {
  const hasModel = useRun((run) => run !== null && run.progress !== null);
  const state = useRun((run) => run?.state);
  const hasBase = useBenchStore(
    (stores) => stores.comparison,
    ({ options }) => options.base !== null,
  );
  const isStill = state === 'finished' || state === 'stopped' || state === 'paused';
  return hasModel ? isStill : hasBase;
}

/** One press: makes the variants and shows the page that fills with them. */
export function CompareKey({ isFirst = true }: { isFirst?: boolean }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const canCompare = useCanCompare();
  const isBusy = useBenchStore(
    (stores) => stores.comparison,
    ({ state }) => state === 'running',
  );
  if (!canCompare) return null;
  return (
    <KeyButton
      look={isFirst ? 'signal' : 'plain'}
      icon={<Scale size={15} aria-hidden />}
      testId="compare-start"
      isDisabled={isBusy}
      onPress={() => {
        void runComparison(bench);
        go('/compare');
      }}
    >
      {t(isFirst ? 'compare.key' : 'compare.again')}
    </KeyButton>
  );
}
