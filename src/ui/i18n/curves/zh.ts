import type { enCurves } from './en';

export const zhCurves: typeof enCurves = {
  objective: {
    causal_lm: '因果语言模型',
    masked_lm: '掩码语言模型',
    next_sentence: '下一句预测',
    contrastive: '对比学习',
    span_corruption: '片段破坏',
    algorithm: '算法任务',
    classify: '分类',
    answer: '答案',
    validation: '验证',
  },
  total: '训练损失（合计）',
  heldOutOf: '验证：{{corpus}}',
  show: '显示{{name}}',
  from: '从此处起：{{corpus}}',
  overlay: '叠加',
  noOverlay: '其他保存的运行会显示在这里，可把它们的曲线叠加到当前曲线上。',
  since: '从第 {{step}} 步起 ≥ 99 %',
};
