import type { enPruning } from './en';

export const zhPruning: typeof enPruning = {
  title: '能剪掉多少',
  help: '把最小的权重变成 0，从一个不剪到剪掉 90%：逐个矩阵各剪各的，或所有矩阵放在一起剪。其中几点随后在掩码下再训练一小会儿。',
  key: '从 0 剪到 90%',
  again: '再扫一遍',
  stage: {
    pruning: '剪枝并评判',
    recovery: '在掩码下继续训练',
    sensitivity: '逐个矩阵',
    calibration: '选择缩放系数',
    done: '完成',
    stopped: '已停止；已有结果保留在此',
  },
  line: {
    layer: '各矩阵分别剪',
    global: '所有矩阵一起剪',
    recovered: '恢复后',
    speed: '每秒写出词元（右）',
  },
  pruned: '剪掉的权重',
  dense: '不剪时的留出损失：{{loss}}。',
  back: '剪掉 {{amount}}%：{{loss}}，恢复训练 {{steps}} 步后 {{recovered}}：回到 1% 以内（{{rise}}%）。',
  notBack: '剪掉 {{amount}}%：{{loss}}，恢复训练 {{steps}} 步后 {{recovered}}：仍高 {{rise}}%。',
  control: '什么也不剪，同样多练 {{steps}} 步得到 {{loss}}：恢复的结果应当与它相比。',
  noFaster:
    '虚线是平的：零散的零照样要乘，什么都没变快，只是文件变小。要变快，得去掉整个头、神经元或层。',
  sensitivity: {
    title: '哪个矩阵最敏感',
    help: '只改动这一个矩阵时，留出损失上升多少。这里的 INT4 是模拟：数值已舍入，仍按浮点存放。',
    matrix: '矩阵',
    weights: '权重数',
    pruned: '剪掉一半',
    int4: 'INT4，每组 32 个',
  },
  calibration: {
    title: '怎样选缩放系数',
    help: '同样的整数，真实执行；缩放系数取自最大的权重、去掉最大几个之后的权重，或使平方误差最小者。',
    format: '格式',
    how: '缩放取自',
    int8_tensor: 'INT8，每个矩阵一个系数',
    int4_32: 'INT4，每组 32 个',
    min_max: '最大值',
    percentile: '最小的 {{share}}%',
    mse: '最小平方误差',
  },
};
