export const zhPictures = {
  soft: {
    prompt: '从前有一只小',
    text: '硬标签（来自文本）',
    teacher: '软目标（来自教师模型），T = {{temperature}}',
    word: { first: '猫', second: '狗', third: '兔', fourth: '船', fifth: '的' },
    caption:
      '硬标签是文本中接下来的那一个字。教师模型的软目标还给出其他字的概率。改变 T 可查看其影响。（这里的 logits 仅为示意；训练时来自教师模型。）',
  },
  rounding: {
    title: '同样 {{count}} 个权重的四种格式',
    form: { fp32: 'FP32', int8: 'INT8', int4: 'INT4', pruned: '剪枝 20 %' },
    figures: '{{bytes}} 字节，误差 {{error}}',
    caption:
      '每道竖线是一个权重。INT8 几乎不改变数值；INT4 只有十五个级别；剪枝把最小的权重置零。本页测量它们对整个模型的影响。',
  },
};
