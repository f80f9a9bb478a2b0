export const zhPruning = {
  title: '剪枝敏感度',
  help: '从 0 到 90 % 的幅值剪枝，分逐矩阵和全局两种。其中几点随后在掩码下做恢复训练。',
  start: '从 0 剪枝到 90 %',
  restart: '重新运行',
  phase: {
    pruning: '剪枝并评估',
    recovery: '恢复训练',
    sensitivity: '逐层敏感度',
    calibration: '缩放系数校准',
  },
  line: {
    layer: '逐矩阵',
    global: '全局',
    recovered: '恢复训练后',
    speed: '解码词元/秒（右轴）',
    examples: '样本/秒（右轴）',
  },
  pruned: '稀疏度',
  dense: '不剪枝时的验证损失：{{loss}}。',
  back: '剪枝 {{amount}} %：验证损失 {{loss}}，恢复训练 {{steps}} 步后为 {{recovered}}（{{rise}} %）：恢复到 1 % 以内。',
  notBack:
    '剪枝 {{amount}} %：验证损失 {{loss}}，恢复训练 {{steps}} 步后为 {{recovered}}：仍高 {{rise}} %。',
  control: '对照组：不剪枝，同样训练 {{steps}} 步后验证损失为 {{loss}}。恢复训练的结果应与它比较。',
  noFaster:
    '虚线是平的：非结构化的零与其他数一样参与乘法，速度不变，只有文件变小。要提高速度，需剪枝注意力头、神经元或层。',
  sensitivity: {
    help: '只改动这一个矩阵时验证损失的增加。INT4 为模拟：数值已舍入，但以浮点数存储。',
    matrix: '矩阵',
    weights: '权重数',
    pruned: '剪枝 50 %',
  },
  calibration: {
    help: '相同的整数格式，缩放系数分别取自最大值、百分位数，或使平方误差最小。',
    format: '格式',
    how: '校准方法',
    int8_tensor: 'INT8，逐张量',
    int4_32: 'INT4，分组大小 32',
    min_max: '最大最小值',
    percentile: '百分位数 {{share}} %',
    mse: '最小均方误差',
  },
};
