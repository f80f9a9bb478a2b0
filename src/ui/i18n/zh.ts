// 页面的全部简体中文文字，按区域分文件；键与 en.ts 一致，由类型检查保证。
import type { en } from './en';
import type { WithoutPlurals } from './plurals';
import { zhCards } from './cards/zh';
import { zhCheck } from './check/zh';
import { zhCommon } from './common/zh';
import { zhCompare } from './compare/zh';
import { zhConstraintErrors } from './constraints/zh';
import { zhCurves } from './curves/zh';
import { zhData } from './data/zh';
import { zhDistill } from './distill/zh';
import { zhErrors } from './errors/zh';
import { zhExamples } from './examples/zh';
import { zhGlossary } from './glossary/zh';
import { zhSavedRuns } from './savedRuns/zh';
import { zhKernels } from './kernels/zh';
import { zhSettingLabels } from './settingLabels/zh';
import { zhSettings } from './settings/zh';
import { zhBlocks, zhFinder, zhPicture } from './model/zh';
import { zhJobs } from './jobs/zh';
import { zhLessons } from './lessons/zh';
import { zhModelList } from './modelList/zh';
import { zhModels } from './models/zh';
import { zhPictures } from './pictures/zh';
import { zhWeights } from './model/weights';
import { zhPlayground } from './playground/zh';
import { zhPipeline } from './pipeline/zh';
import { zhReasons } from './reasons/zh';
import { zhReady } from './ready/zh';
import { zhRecipes } from './recipes/zh';
import { zhRemarks } from './remarks/zh';
import { zhRun } from './run/zh';
import { zhShell } from './shell/zh';
import { zhStages } from './stages/zh';
import { zhEvalTasks } from './evalTasks/zh';
import { zhPruning } from './pruning/zh';
import { zhStudy } from './study/zh';
import { zhStart } from './start/zh';
import { zhText } from './text/zh';
import { zhFinetune } from './finetune/zh';
import { zhTexts } from './texts/zh';

export const zh: WithoutPlurals<typeof en> = {
  ...zhShell,
  ...zhText,
  ...zhRun,
  ...zhSettings,
  ...zhKernels,
  ...zhCheck,
  common: zhCommon,
  setting: zhSettingLabels,
  picture: zhPicture,
  weights: zhWeights,
  blocks: zhBlocks,
  finder: zhFinder,
  compare: zhCompare,
  pipeline: zhPipeline,
  stages: zhStages,
  evalTasks: zhEvalTasks,
  pruning: zhPruning,
  start: zhStart,
  jobs: zhJobs,
  study: zhStudy,
  distill: zhDistill,
  writer: zhRecipes,
  pictures: zhPictures,
  playground: zhPlayground,
  curves: zhCurves,
  savedRuns: zhSavedRuns,
  lessons: zhLessons,
  models: { ...zhModels, ...zhModelList },
  ready: zhReady,
  data: zhData,
  cards: zhCards,
  error: { ...zhErrors, ...zhConstraintErrors },
  reason: zhReasons,
  remark: zhRemarks,
  examples: zhExamples,
  glossary: zhGlossary,
  finetune: zhFinetune,
  texts: zhTexts,
};
