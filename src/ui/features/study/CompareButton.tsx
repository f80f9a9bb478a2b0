import { Scale } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../kit/Button';
import type { VariantSpecInput } from '../../../host/protocol/variant';
import type { BaseRef } from '../../../training/models/baseModel';
import { comparedModel, compareRun, runComparison } from './comparisonActions';
import { useHasText } from './text/TextChoice';
import { useBench, useBenchStore, useRun } from '../../stores/context';
import { modelAddress } from '../../stores/models/address';

interface KeyOptions {
  readonly isFirst?: boolean;
  readonly ofRun?: boolean;
  readonly isDisabled?: boolean;
  /** The usual ones where left out: then it compresses, too. */
  readonly variants?: readonly VariantSpecInput[];
}

/** The run has a model; one that trains is compared in its turn, or while it is paused for that. */
function useHasRun(): boolean {
  return useRun((run) => run?.progress != null && run.state !== 'failed');
}

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

/** There is a model. */
export function useCanCompare(): boolean {
  const hasRun = useHasRun();
  const hasBase = useBenchStore('compare', ({ options }) => options.base !== null);
  return hasRun || hasBase;
}

/** One press makes the variants. `ofRun`: of the run, whatever was chosen, and shows them with its model. */
export function CompareButton(props: KeyOptions) {
  const { isFirst = true, ofRun = false, isDisabled = false, variants } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const [, go] = useLocation();
  const canCompareAny = useCanCompare();
  const hasRun = useHasRun();
  const canCompare = ofRun ? hasRun : canCompareAny;
  const hasText = useHasComparedText();
  if (!canCompare) return null;
  const start = (): void => {
    if (!ofRun) return void runComparison(bench, variants);
    const run = compareRun(bench);
    if (run) go(modelAddress(run, 'compress'));
  };
  return (
    <Button
      look={isFirst ? 'signal' : 'plain'}
      icon={<Scale size={15} aria-hidden />}
      testId="compare-start"
      isDisabled={isDisabled || !(hasText || ofRun)}
      onPress={start}
    >
      {variants ? t('models.tab.compare') : t(isFirst ? 'compare.start' : 'compare.restart')}
    </Button>
  );
}
