export const zhLessons = {
  title: '教程',
  lead: '已训练好的模型，以及各演示一种现象的预设运行。运行的所有参数都可以修改。',
  experiments: {
    title: '实验',
    lead: '用一段文本训练语言模型：从这里选一个，或使用你自己的文本。所有参数都可以修改。',
  },
  ready: '预置模型',
  readyLead: '已经训练好：可以直接用它生成文本、查看内部，或回放学习过程。',
  group: {
    architectures: '模型架构',
    objectives: '训练目标',
    training: '训练动态',
    tasks: '算法任务',
  },
  about: '约 {{time}}',
  steps_other: '{{count, number}} 步',
  sized: '按这台设备选择大小',
  guessed: '在此完成一次运行之前，用时按每个运行的 FLOPs 估计。',
  measured: '用时按这里最近一次运行的速度估计。',
};
