export const zhSavedRuns = {
  title: '保存的运行',
  lead: '每次验证评估以及停止时，运行会以检查点的形式保存在这个浏览器里：权重、优化器状态、曲线和生成结果。保存的运行可以从停止处精确恢复。',
  empty: '还没有保存的运行。请训练一个模型：第一次验证评估时会自动保存。',
  total: '总大小：{{size}}。存储空间不足时，会删除最早的未命名运行。',
  date: '保存时间',
  offer: '从第 {{step, number}} 步的检查点恢复',
  stepsOf: '{{step, number}} / {{all, number}}',
  open: '打开',
};
