import type { enKept } from './en';

export const zhKept: Record<keyof typeof enKept, string> = {
  title: '保存的运行',
  lead: '训练时，每次留出评估以及每次停下时，运行都会保存在这个浏览器里：权重、优化器、曲线和文本。打开后即可接着训练，如同从未中断。',
  empty: '还没有保存任何运行。训练一个模型：第一次留出评估之后它就会出现在这里。',
  total: '一共占用 {{size}}。空间不足时，会先删去最早的、你没有命名的运行。',
  name: '名称',
  date: '保存时间',
  steps: '步数',
  loss: '损失',
  size: '大小',
  openInstead: '停止并打开这个',
  stopsRun: '有训练正在进行：打开后它会停止，状态会保存。',
  offer: '从已保存的第 {{step}} 步继续',
  stepsOf: '{{step}} / {{all}}',
  open: '打开',
  delete: '删除 {{name}}',
  deleted: '已删除“{{name}}”。',
  undo: '撤销',
};
