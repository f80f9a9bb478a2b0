import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../kit/Button';
import type { VariantSpecInput } from '../../../host/protocol/variant';
import type { RunState } from '../../../host/protocol/run';
import type { BaseRef } from '../../../training/models/baseModel';
import { comparedModel, compareRun, runComparison } from './comparisonActions';
import { useHasText } from './text/TextChoice';
import { useBench, useBenchStore, useRun } from '../../stores/context';

interface KeyOptions {
  readonly isFirst?: boolean;
  readonly ofRun?: boolean;
  /** The results come on the page where it is. */
  readonly stays?: boolean;
  readonly isDisabled?: boolean;
  /** The usual ones where left out. */
  readonly variants?: readonly VariantSpecInput[];
}

/** The run has a model, and does not train. */
function useHasStillRun(): boolean {
  return useRun((run) => run?.progress != null && STILL.has(run.state));
}

const STILL: ReadonlySet<RunState> = new Set(['finished', 'stopped', 'paused']);

/** What the next comparison would be of: the run that is open, or the model that was chosen in its place. */
export function useComparedModel(): BaseRef | null {
  const runId = useRun((run) => (run?.progress ? run.runId : undefined));
  const options = useBenchStore('compare', (compare) => compare.options);
  return comparedModel(options, runId);
}

/** Its text is known and here. */
export function useHasComparedText(): boolean {
  const text = useBenchStore('compare', ({ options }) => options.text);
  return useHasText(useComparedModel(), text);
}

/** There is a model, and no run trains. */
export function useCanCompare(): boolean {
  const isTraining = useRun((run) => run?.state === 'running' || run?.state === 'preparing');
  const hasStillRun = useHasStillRun();
  const hasBase = useBenchStore('compare', ({ options }) => options.base !== null);
  return hasStillRun || (hasBase && !isTraining);
}

/** One press: makes the variants and shows the page that fills with them. `ofRun`: of the run, whatever was chosen. */
export function CompareButton(props: KeyOptions) {
  const { isFirst = true, ofRun = false, stays = false, isDisabled = false, variants } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const canCompareAny = useCanCompare();
  const hasStillRun = useHasStillRun();
  const canCompare = ofRun ? hasStillRun : canCompareAny;
  const hasText = useHasComparedText();
  const isBusy = useBenchStore('compare', ({ state }) => state === 'running');
  if (!canCompare) return null;
  return (
    <Button
      look={isFirst ? 'signal' : 'plain'}
      icon={<Scale size={15} aria-hidden />}
      testId="compare-start"
      isDisabled={isDisabled || isBusy || !(hasText || ofRun)}
      onPress={() => {
        if (ofRun) compareRun(bench);
        else void runComparison(bench, variants);
        if (!stays) go('/compare');
      }}
    >
      {t(isFirst ? 'compare.start' : 'compare.restart')}
    </Button>
  );
}
