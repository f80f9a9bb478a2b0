export const zhSavedRuns = {
  offer: '从第 {{step, number}} 步的检查点恢复',
  open: '打开',
};
