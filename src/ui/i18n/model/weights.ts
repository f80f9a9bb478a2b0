// The words of a weight's heat map, in both languages.
export const enWeights = {
  title: 'Weights',
  help: 'One weight as a heat map that follows the training steps.',
  weight: 'Weight',
  reading: 'Reading the weight…',
  picture: 'Heat map of {{name}} at step {{step}}',
  step: 'Step',
  shape: 'Shape',
  mean: 'Mean',
  std: 'Standard deviation',
  largest: 'Largest absolute value',
  whole: 'Each cell is one weight.',
  blocks: 'Each cell is the mean of up to {{down}} × {{along}} weights.',
};

export const zhWeights = {
  title: '权重',
  help: '以热力图显示一个权重，随训练步骤更新。',
  weight: '权重',
  reading: '正在读取权重…',
  picture: '第 {{step}} 步时 {{name}} 的热力图',
  step: '步数',
  shape: '形状',
  mean: '均值',
  std: '标准差',
  largest: '最大绝对值',
  whole: '每格为一个权重。',
  blocks: '每格为最多 {{down}} × {{along}} 个权重的均值。',
};
