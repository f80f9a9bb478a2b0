// What stands in the tabs of a model's page. Panels load when they are opened.
import { lazy } from 'react';
import type { ModelPanels } from '../features/models/page/ModelPage';

const compare = () => import('../features/compare/ComparePanels');

export const MODEL_PANELS: ModelPanels = {
  write: [lazy(() => import('../features/models/page/tabs/WriteTab'))],
  inspect: [lazy(() => import('../features/run/InspectPanel'))],
  train: [
    lazy(() => import('../features/run/TrainPanel')),
    lazy(() => import('../features/finetune/FinetunePanel')),
    lazy(() => import('../features/distill/DistillPanel')),
  ],
  compress: [lazy(() => compare().then(({ CompressPanel }) => ({ default: CompressPanel })))],
  compare: [lazy(() => compare().then(({ ComparePanel }) => ({ default: ComparePanel })))],
  export: [lazy(() => import('../features/models/page/tabs/ExportTab'))],
  card: [lazy(() => import('../features/models/page/tabs/CardTab'))],
};
