import { useTranslation } from 'react-i18next';
import type { VariantRow } from '../../../host/protocol/compare';
import type { EvalTaskFacts } from '../../../host/protocol/evalTask';
import type { Stage } from '../../../host/protocol/variant';
import { EVAL_TASK_IDS } from '../../../training/data/corpora/evalTaskIds';
import type { enStages } from '../../i18n/stages/en';
import { evalTaskOf, type AxisId, type ShownId } from './metrics';

/** The lab's own evaluation tasks have names in every language; a file has its own. */
export function useEvalTaskName(): (evalTask: Pick<EvalTaskFacts, 'id' | 'name'>) => string {
  const { t } = useTranslation();
  return ({ id, name }) => {
    const known = EVAL_TASK_IDS.find((one) => one === id);
    return name ?? (known ? t(`evalTasks.name.${known}`) : id);
  };
}

/** What an axis of the plot is called. */
export function useAxisName(evalTasks: readonly EvalTaskFacts[]): (id: AxisId) => string {
  const { t } = useTranslation();
  const evalTaskName = useEvalTaskName();
  return (id) => {
    const evalTask = evalTaskOf(id);
    if (evalTask === null) return t(`compare.metric.${id as ShownId}`);
    const facts = evalTasks.find((one) => one.id === evalTask);
    return t('evalTasks.wrong', { name: evalTaskName(facts ?? { id: evalTask, name: null }) });
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
