import type { enPictures } from './en';

export const zhPictures: typeof enPictures = {
  soft: {
    prompt: '从前有一只小',
    text: '文本怎么说',
    teacher: '教师怎么说，T = {{temperature}}',
    word: { first: '猫', second: '狗', third: '兔', fourth: '船', fifth: '的' },
    caption:
      '文本里后面只有一个字。教师还知道别的哪些字也说得通、有多说得通，它传给学生的正是这些。调一调 T 就能看到。（这里的 logit 是编的；实际的来自教师。）',
  },
  rounding: {
    title: '同样 {{count}} 个权重的四种形式',
    form: { fp32: 'FP32', int8: 'INT8', int4: 'INT4', pruned: '剪去 20%' },
    figures: '{{bytes}} 字节，误差 {{error}}',
    caption:
      '一道竖线是一个权重。INT8 几乎看不出移动；INT4 只有十五个位置可用；剪枝把最小的变成 0。对整个模型影响多大，只有测了才知道，这一页就是用来测的。',
  },
};
