export const zhSavedRuns = {
  openInstead: '停止它并打开此运行',
  stopsRun: '另一个运行正在训练。它会停止并保存。',
  offer: '从第 {{step, number}} 步的检查点恢复',
  open: '打开',
};
