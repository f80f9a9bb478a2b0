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
    text: '把梯度变成推动的规则；这里是 AdamW，它为每个参数记着两个滑动平均。',
  },
  activations: { term: '激活', text: '一步中为求梯度而保留的中间结果，往往占内存最多。' },
  temperature: { term: '温度', text: '模型写作时选下一个词元有多大胆。' },
  kernel: { term: '内核', text: '由成千上万个 GPU 线程同时运行的小程序。一步就是一串内核。' },
  wgsl: { term: 'WGSL', text: 'WebGPU 内核所用的语言。' },
};
