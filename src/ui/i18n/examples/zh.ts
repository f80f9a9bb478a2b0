import type { enExamples } from './en';

export const zhExamples: typeof enExamples = {
  title: '以这次运行的第一段文本为例，它会被问什么',
  field: {
    ids: '它读到',
    ids_2: '另一副面孔',
    decoder_ids: '接着写之前',
    targets: '应当回答',
  },
  original: '原文',
  augmentation: {
    token_dropout: '丢掉词元',
    masking: '遮住词元',
    span_shuffle: '打乱片段',
    sentence_permutation: '调换句子',
    back_off_noise: '换成常见词元',
  },
  amount: '程度：{{name}}',
  spanOf: '每段 {{n}} 个',
  weight: '{{name}}的权重',
};
