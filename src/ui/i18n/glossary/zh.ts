import type { enGlossary } from './en';

export const zhGlossary: typeof enGlossary = {
  token: { term: '词元', text: '模型读写的单位：一个字符、一个字节，或词的常见片段。' },
  parameter: { term: '参数', text: '训练要调整的数；它们合起来就是模型。' },
  loss: {
    term: '损失',
    text: '对真正的下一个词元的平均意外程度，单位奈特。越低越好；e 的损失次方就是它在多少个词元间犹豫。',
  },
  nat: { term: '奈特', text: '信息的单位，与比特类似：1 奈特约等于 1.44 比特。' },
  heldOut: {
    term: '留出损失',
    text: '在从不参与训练的文本上的损失。若它上升而训练损失下降，模型就是在死记硬背。',
  },
  floor: {
    term: '熵下限',
    text: '文本本身带有的意外。语法生成的文本可由规则算出；任何模型都不能更低。',
  },
  step: { term: '步', text: '读一批文本、量一次意外、把每个参数推一点，就是一步。' },
  batch: { term: '批量', text: '一步里一起看的几段文本。' },
  context: { term: '上下文', text: '模型最多能回看多少个词元。' },
  attention: { term: '注意力', text: '层里的一部分：每个位置决定前面哪些位置对它要紧。' },
  gradient: { term: '梯度', text: '对每个参数而言：往哪边动、动多少会改变损失。' },
  optimizer: {
    term: '优化器',
    text: '把梯度变成推动的规则；通常是 AdamW，它为每个参数记着两个滑动平均。',
  },
  activations: { term: '激活', text: '一步中为求梯度而保留的中间结果，往往占内存最多。' },
  temperature: { term: '温度', text: '模型写作时选下一个词元有多大胆。' },
  kernel: { term: '内核', text: '由成千上万个 GPU 线程同时运行的小程序。一步就是一串内核。' },
  wgsl: { term: 'WGSL', text: 'WebGPU 内核所用的语言。' },
  perplexity: {
    term: '困惑度',
    text: 'e 的损失次方：模型在多少个词元之间犹豫。',
  },
  bitsPerByte: {
    term: '每字节比特',
    text: '文本每个字节的损失，以比特计。词表不同的模型可以用它比较。',
  },
  standardError: {
    term: '标准误（±）',
    text: '只测了这么多，平均值可能偏离多少。比它还小的差别说明不了什么。',
  },
  kl: {
    term: 'KL 散度',
    text: '一个模型的猜测与另一个相差多少，单位奈特。完全相同时为 0。',
  },
  f1: {
    term: '宏平均 F1',
    text: '每一类找得全不全、说得准不准，合成一个数，再对各类取平均。',
  },
  fineTuning: {
    term: '微调',
    text: '把读过很多文本的模型在一项任务上再训练一点。',
  },
  lora: {
    term: 'LoRA',
    text: '微调时不动原来的权重，只在旁边学一个小修正：每层两个细长的矩阵。',
  },
  distillation: {
    term: '蒸馏',
    text: '小模型学的不只是文本，还有大模型对每个下一个词元的看法。',
  },
  quantisation: {
    term: '量化',
    text: '用更少的比特写权重：INT8 每个有 255 种取值，INT4 有十五种，一组权重共用一个缩放系数。',
  },
  pruning: {
    term: '剪枝',
    text: '把最小的权重变成 0。文件会变小；在 GPU 上，只有整块去掉的部分才会变快。',
  },
  lowRank: {
    term: '低秩',
    text: '把一个大矩阵写成两个细长矩阵的乘积，保留最强的那些方向。',
  },
  pareto: {
    term: '帕累托前沿',
    text: '没有别的模型在质量和代价上都不比它们差的那些模型。',
  },
  prefill: {
    term: '预填充与解码',
    text: '读提示词，所有位置一次完成；以及写作，一个词元接一个词元。',
  },
};
