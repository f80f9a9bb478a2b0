// Every word of the page in English, by area. zh.ts must have the same keys: the type of this object says so.
import { REASONS } from '../../training/formats/reasons';
import { enCards } from './cards/en';
import { enCheck } from './check/en';
import { enCommon } from './common/en';
import { enCompare } from './compare/en';
import { enConstraintErrors } from './constraints/en';
import { enCurves } from './curves/en';
import { enData } from './data/en';
import { enDistill } from './distill/en';
import { enErrors } from './errors/en';
import { enExamples } from './examples/en';
import { enGlossary } from './glossary/en';
import { enSavedRuns } from './savedRuns/en';
import { enKernels } from './kernels/en';
import { enSettingLabels } from './settingLabels/en';
import { enSettings } from './settings/en';
import { enBlocks, enFinder, enPicture } from './model/en';
import { enJobs } from './jobs/en';
import { enLessons } from './lessons/en';
import { enModelList } from './modelList/en';
import { enModels } from './models/en';
import { enPictures } from './pictures/en';
import { enWeights } from './model/weights';
import { enPlayground } from './playground/en';
import { enPipeline } from './pipeline/en';
import { enReady } from './ready/en';
import { enRecipes } from './recipes/en';
import { enRemarks } from './remarks/en';
import { enRun } from './run/en';
import { enShell } from './shell/en';
import { enStages } from './stages/en';
import { enEvalTasks } from './evalTasks/en';
import { enPruning } from './pruning/en';
import { enStudy } from './study/en';
import { enStart } from './start/en';
import { enText } from './text/en';
import { enFinetune } from './finetune/en';
import { enTexts } from './texts/en';
import type { Studies, StudyKind } from '../../host/protocol/study';

/** Every study has texts for its phases. */
type PhaseTexts = {
  readonly [Kind in StudyKind]: {
    readonly phase: Readonly<Record<Studies[Kind]['phase'], string>>;
  };
};

export const en = {
  ...enShell,
  ...enText,
  ...enRun,
  ...enSettings,
  ...enKernels,
  ...enCheck,
  common: enCommon,
  setting: enSettingLabels,
  picture: enPicture,
  weights: enWeights,
  blocks: enBlocks,
  finder: enFinder,
  compare: enCompare,
  pipeline: enPipeline,
  stages: enStages,
  evalTasks: enEvalTasks,
  pruning: enPruning,
  start: enStart,
  jobs: enJobs,
  study: enStudy,
  distill: enDistill,
  writer: enRecipes,
  pictures: enPictures,
  playground: enPlayground,
  curves: enCurves,
  savedRuns: enSavedRuns,
  lessons: enLessons,
  models: { ...enModels, ...enModelList },
  ready: enReady,
  data: enData,
  cards: enCards,
  error: { ...enErrors, ...enConstraintErrors },
  reason: REASONS,
  remark: enRemarks,
  examples: enExamples,
  glossary: enGlossary,
  finetune: enFinetune,
  texts: enTexts,
} satisfies PhaseTexts & Readonly<Record<string, unknown>>;
