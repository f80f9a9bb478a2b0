import type { enSuites } from './en';

export const zhSuites: typeof enSuites = {
  title: '有唯一正确答案的题目',
  help: '{{first}} 与各变体回答同一批题目。选择题看哪个续写的似然最高（acc），或每字节似然最高（acc_norm），与 lm-evaluation-harness 一致；要写出来的答案必须完全相同。± 为标准误。',
  caption: '答对的比例，以及与 {{first}} 的差别',
  guessing: '瞎猜',
  guessingHelp: '从没见过这类文本的模型大致在这里。',
  acc: '{{name}} · acc',
  accNorm: '{{name}} · acc_norm',
  exact: '{{name}} · 完全一致',
  f1: '{{name}} · 宏平均 F1',
  wrong: '答错：{{name}}',
  same: '答案相同',
  paired: '差别按同一道题逐对计算，± 是差别的标准误：若与差别一样大，就看不出什么。',
  cut: '{{name}}：{{questions}} 题中有 {{cut}} 题比模型的窗口长，开头被截去。',
  atChance:
    '{{name}}：没有哪个变体比瞎猜更好（{{questions}} 题，{{chance}} ± {{error}}），这些数字不能说明压缩的影响。',
  atChanceCut:
    '{{questions}} 题中有 {{cut}} 题被截断，单凭这一点就可能如此：更长的上下文会有帮助。',
  name: {
    story: '故事说的是谁',
    questions: '故事问答',
    answers: '写出答案',
    reviews: '好评还是差评（英文）',
    reviews_zh: '好评还是差评',
    finance: '股价怎么走',
  },
  about: {
    story: '故事接着讲主角，还是换成了别人。二选一。',
    questions: '短故事里讲过什么。四选一。',
    answers: '同样的问题，答案要写出来。',
    reviews: '英文评论以哪句结论收尾。二选一。',
    reviews_zh: '中文评论以哪句结论收尾。二选一。',
    finance: '市场怎样看待一则英文简讯。三选一。',
  },
  choose: {
    title: '考哪些题',
    help: '每个变体都要回答。不改动时，用的是与运行所读文本相配的题目。',
    own: '自己的题目……',
    ownHelp:
      'JSON、JSON lines、CSV 或 parquet，一行一题：question、choices 和 answer（从 0 起的序号、字母或选项原文），或 prompt 和 answer。文件不会离开这台电脑。',
    reading: '正在读取 {{name}}……',
    found: '{{name}}：{{count}} 题',
    left: '{{count}} 行未采用',
    remove: '移除 {{name}}',
    next: '从下一次比较起生效。',
  },
  layers: {
    title: '各层用时',
    program: '对象',
    decode: '写一个词元',
    prefill: '读入提示',
    embedding: '嵌入',
    block: '第 {{n}} 层',
    blocks: '各层',
    head: '输出头',
    writing: '选出词元',
    timestamps:
      '用 GPU 时间戳在层与层之间计时，八轮去掉两端取平均。这样一步被切成几段，所以总和比不受打扰的一步略长。',
    wall_clock:
      '按时钟计时，逐层等待，八轮去掉两端取平均：每段都含往返适配器的时间，所以宜比较各层，不宜比较总和。',
    prefillHelp: '读入提示时，最后一层只存下它的键和值。',
    segment: '{{name}}：{{ms}} 毫秒',
  },
};
