import type { enCurves } from './en';

export const zhCurves: typeof enCurves = {
  objective: {
    causal_lm: '下一个词元',
    masked_lm: '遮住的词',
    next_sentence: '判断下文',
    contrastive: '对比',
    span_corruption: '丢失的片段',
    algorithm: '任务',
    classify: '类别',
    answer: '回答',
    validation: '留出',
  },
  total: '训练（合计）',
  heldOutOf: '留出：{{corpus}}',
  show: '显示{{name}}',
  from: '从这里起：{{corpus}}',
  overlay: '叠加',
  noOverlay: '其他保存的运行会出现在这里，可以把它们的曲线叠在这条上。',
  since: '自第 {{step}} 步起达到 99 %',
};
