import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import type { SuiteFacts } from '../../../host/protocol/suite';
import type { Stage } from '../../../host/protocol/variant';
import { SUITE_IDS } from '../../../training/data/corpora/suiteIds';
import type { enStages } from '../../i18n/stages/en';
import { suiteOf, type AxisId, type ShownId } from './metrics';

/** The lab's own suites have names in every language; a file has its own. */
export function useSuiteName(): (suite: Pick<SuiteFacts, 'id' | 'name'>) => string {
  const { t } = useTranslation();
  return ({ id, name }) => {
    const known = SUITE_IDS.find((one) => one === id);
    return name ?? (known ? t(`suites.name.${known}`) : id);
  };
}

/** What an axis of the plot is called. */
export function useAxisName(suites: readonly SuiteFacts[]): (id: AxisId) => string {
  const { t } = useTranslation();
  const suiteName = useSuiteName();
  return (id) => {
    const suite = suiteOf(id);
    if (suite === null) return t(`compare.metric.${id as ShownId}`);
    const facts = suites.find((one) => one.id === suite);
    return t('suites.wrong', { name: suiteName(facts ?? { id: suite, name: null }) });
  };
}

type About = keyof (typeof enStages)['about'];

function aboutStage(stage: Stage): About {
  if (stage.kind === 'int8' && stage.activations === 'int8') return 'int8_dot';
  if (stage.kind === 'prune' && stage.schedule === 'gradual') return 'prune_gradual';
  return stage.kind;
}

function aboutOf({ stages, place, model }: VariantRow): About[] {
  if (place) return [...stages.map(aboutStage), place];
  if (stages.length === 0) return [model === null ? 'whole' : 'other'];
  if (stages.every(({ kind }) => kind === 'recover')) return ['trained_on'];
  return stages.map(aboutStage);
}

/** What was done to a variant, a sentence a stage, and what its label means. */
export function useVariantStory(): (row: VariantRow) => string {
  const { t } = useTranslation();
  return (row) =>
    [
      ...aboutOf(row).map((about) => t(`stages.about.${about}`)),
      t(`compare.executionHelp.${row.honesty}`),
    ].join(' ');
}
