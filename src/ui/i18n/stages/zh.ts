import type { enStages } from './en';

export const zhStages: typeof enStages = {
  name: {
    whole: 'FP32',
    trained_on: 'FP32 继续训练',
    int8: 'INT8',
    int8_dot: 'INT8 点积',
    int8_tensor: 'INT8 单一缩放',
    int4: 'INT4',
    int4_group: 'INT4 每组 {{group}}',
    low_rank_weights: '低秩 {{percent}}%',
    low_rank_rank: '秩 {{amount}}',
    low_rank_energy: '低秩，保留 {{percent}}% 能量',
    pruned: '剪枝 {{percent}}%',
    pruned_gradually: '逐步剪枝 {{percent}}%',
    pruned_groups: '{{left}}:4 剪枝',
    heads: '头 −{{percent}}%',
    layers: '层 −{{percent}}%',
    recover: '恢复训练',
    distil: '蒸馏恢复',
  },
  about: {
    whole: '训练得到的原模型，其他变体都与它相比。',
    trained_on: '什么也没去掉，只是和恢复训练的变体多练了同样的步数：它们应当与这一个相比。',
    int8: '各层权重存为 8 位整数，每个输出一个缩放；用到时在寄存器里还原成浮点数。',
    int8_dot: '各层权重存为 8 位整数，流入的数也取整为 8 位，乘积全是整数。',
    int4: '各层权重存为 4 位整数，每组共用一个缩放。',
    low_rank: '用奇异值分解把每层矩阵换成两个瘦矩阵之积（只在这样权重更少时）。',
    prune: '各层最小的那些权重为 0。GPU 不会因此算得更快，只是文件变小。',
    prune_gradual:
      '一边继续训练，一边把各层最小的权重逐步变为 0，先快后慢。GPU 不会因此算得更快，只是文件变小。',
    heads: '去掉这一比例的注意力头和 MLP 神经元：矩阵真的变小了。',
    layers: '去掉这一比例的层，均匀地分布在整个模型里。',
    recover: '然后再训练几步；剪掉的权重保持为 0。',
    distil: '然后以原模型为教师再训练几步；剪掉的权重保持为 0。',
  },
};
