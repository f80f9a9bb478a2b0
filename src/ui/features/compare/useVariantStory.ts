import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import type { Stage } from '../../../host/protocol/variant';
import type { enStages } from '../../i18n/stages/en';

type About = keyof (typeof enStages)['about'];

function aboutStage(stage: Stage): About {
  if (stage.kind === 'int8' && stage.activations === 'int8') return 'int8_dot';
  if (stage.kind === 'prune' && stage.schedule === 'gradual') return 'prune_gradual';
  return stage.kind;
}

function aboutOf({ stages, place, model }: VariantRow): About[] {
  if (place === 'cpu') return [...stages.map(aboutStage), 'cpu'];
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
