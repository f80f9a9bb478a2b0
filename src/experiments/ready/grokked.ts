import { GROKKING } from '../grokking';
import type { ReadyExperiment } from './readyExperiment';

/** Each phase has some: nothing, memorized, the long wait, the rise, the end. */
const CHECKPOINTS = [25, 50, 75, 100, 200, 250, 300, 325, 350, 375, 400, 450, 500, 600];

export const GROKKED: ReadyExperiment = {
  id: 'grokking',
  kind: 'task',
  title: { en: 'Grokked addition modulo 31', 'zh-CN': '顿悟的模 31 加法' },
  about: {
    en: 'A one-layer GPT-2 that memorized 60 % of all sums a + b modulo 31 first and, long after, grokked the others. Checkpoints along the way replay it.',
    'zh-CN':
      '单层 GPT-2 先背下全部 a + b 模 31 中 60 % 的算式，很久以后才学会其余算式（grokking）。沿途的检查点可以重放这一过程。',
  },
  limits: {
    en: 'It reads nothing but sums of two numbers from 0 to 30.',
    'zh-CN': '只能读 0 到 30 的两个数相加的算式。',
  },
  licence: 'MIT',
  form: 'f16',
  prompts: ['23 + 8 =', '4 + 5 =', '30 + 30 ='],
  checkpoints: CHECKPOINTS,
  config: {
    ...GROKKING.config,
    name: 'Grokked addition',
    training: {
      ...GROKKING.config.training,
      // At a constant rate the loss jumps now and then: it falls to 0 at the end.
      lr_scheduler_type: 'warmup_stable_decay',
      max_steps: 700,
      num_decay_steps: 200,
      save_steps: 25,
    },
  },
};
