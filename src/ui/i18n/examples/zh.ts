export const zhExamples = {
  title: '训练样本示例，取自运行的第一段文本',
  field: {
    ids: '输入',
    ids_2: '第二视图',
    decoder_ids: '解码器输入',
    targets: '标签',
  },
  original: '原文',
  augmentation: {
    token_dropout: '随机丢弃词元',
    masking: '掩码词元',
    span_shuffle: '打乱片段',
    sentence_permutation: '打乱句子顺序',
    back_off_noise: '按一元频率替换词元',
  },
  amount: '比例：{{name}}',
  spanOf: '每段 {{n}} 个词元',
  weight: '{{name}}的权重',
};
