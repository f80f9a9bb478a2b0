// Presets that each teach one thing, on the stories: another architecture, another objective, one
// setting gone wrong.
import type { Experiment } from './experiment';
import { attention, lesson, size, words } from './lesson';

const wordpiece = { kind: 'wordpiece', vocab_size: 384 } as const;

const GRU = lesson(
  'gru',
  'architectures',
  [
    words('Memory, no looking back', '只有记忆，没有回看'),
    words('A GRU reads letter after letter', 'GRU 逐个往下读'),
    words(
      'No attention: one state walks along the text and must carry everything that will be needed. Compare its curve with that of Story GPT, and its time a step: places cannot be worked on at once.',
      '没有注意力：一个状态沿文本前行，必须带上以后要用的一切。把它的曲线和“故事 GPT”比一比，也看看每步用时：各个位置无法同时计算。',
    ),
  ],
  { model: { family: 'recurrent', ...size, n_layer: 1, cell: 'gru' } },
);

const CONVOLUTION = lesson(
  'convolution',
  'architectures',
  [
    words('A window of three', '三格小窗'),
    words('Convolutions that reach further', '越看越远的卷积'),
    words(
      'Each layer sees three places, with gaps that double from layer to layer: 1, 2, 4. Count in the picture how far back the last layer sees, and give it more layers.',
      '每层只看三个位置，间隔逐层加倍：1、2、4。在模型图里数一数最后一层能看多远，再给它加几层。',
    ),
  ],
  { model: { family: 'convolution', ...size, n_layer: 3 } },
);

const LLAMA = lesson(
  'llama',
  'architectures',
  [
    words('The LLaMA recipe', 'LLaMA 的配方'),
    words('Rotary positions, gates, shared keys', '旋转位置、门控、共用键'),
    words(
      'What changed from GPT-2 to LLaMA: positions are rotations, the feed-forward part is gated, and several heads share their keys. Turn the setting “Architecture” to GPT-2 and see which weights go.',
      '从 GPT-2 到 LLaMA 变了什么：位置成了旋转，前馈带门，几个头共用键。把“架构”旋到 GPT-2，看看哪些权重消失。',
    ),
  ],
  { model: { family: 'llama', ...attention, n_kv_head: 2, n_inner: 160 } },
);

const MIXED = lesson(
  'mixed-blocks',
  'architectures',
  [
    words('Your own mixture', '自己搭配'),
    words('Each block chosen by itself', '每一块分别选择'),
    words(
      'A recurrent block remembers, an attention block looks things up. Each block’s mixer and feed-forward part are chosen one by one in the setting “Block list”; the picture follows.',
      '循环模块负责记，注意力模块负责查。在“模块列表”里逐块选择混合方式和前馈，模型图随之而变。',
    ),
  ],
  {
    model: {
      family: 'blocks',
      ...attention,
      n_inner: 128,
      positions: 'rope',
      norm: 'rms',
      blocks: [
        { mixer: { kind: 'recurrent', cell: 'gru' }, feed_forward: 'swiglu' },
        { mixer: { kind: 'attention' }, feed_forward: 'gelu' },
      ],
    },
  },
);

const MASKED = lesson(
  'masked-words',
  'objectives',
  [
    words('Fill in the gaps', '填空'),
    words('BERT sees both sides', 'BERT 左右都看'),
    words(
      'It does not continue a text: 15 of 100 words are hidden, and it guesses them from what stands before and behind. Such a model writes nothing, but understands sentences well.',
      '它不续写文本：每一百个词遮住十五个，由前后文来猜。这样的模型不会写，但善于理解句子。',
    ),
  ],
  {
    model: { family: 'bert', ...attention, n_inner: 128 },
    tokenizer: wordpiece,
    objectives: [{ kind: 'masked_lm' }],
  },
);

const SPANS = lesson(
  'lost-spans',
  'objectives',
  [
    words('Lost and found', '失物招领'),
    words('T5 writes what was cut out', 'T5 写回被剪掉的片段'),
    words(
      'Pieces of a few words are cut out of the text. The encoder reads what is left, and the decoder writes the missing pieces in order.',
      '从文本中剪掉几个词长的片段。编码器读剩下的，解码器按次序写回缺失的片段。',
    ),
  ],
  {
    model: { family: 't5', ...attention, n_decoder_layer: 2, d_kv: 16, n_inner: 128 },
    tokenizer: wordpiece,
    objectives: [{ kind: 'span_corruption' }],
  },
);

const BY_HEART = lesson(
  'by-heart',
  'training',
  [
    words('Learning by heart', '死记硬背'),
    words('Too little text, read too often', '文本太少，读得太多'),
    words(
      'A few stories, read over and over. The training loss falls below the floor, which only memory can do, while the held-out loss turns and rises. Give it more dropout, or stop where the two part.',
      '只有几篇故事，读了又读。训练损失会跌到下限之下，这只有背诵能做到；留出损失却掉头上升。给它更多丢弃率，或在两条线分开处停下。',
    ),
  ],
  {
    model: { family: 'gpt', ...attention },
    data: { corpus: 'story', size_chars: 12_000 },
    training: { max_steps: 900, weight_decay: 0, eval_steps: 25 },
  },
);

const TOO_FAST = lesson(
  'too-fast',
  'training',
  [
    words('Too far, too fast', '步子太大'),
    words('A learning rate that overshoots', '学习率过头'),
    words(
      'The learning rate is a hundred times too high: the loss leaps and stays high. Then let the finder under the setting “Learning rate” suggest one, apply it, train again and compare both curves.',
      '学习率高了约一百倍：损失乱跳，降不下来。再让“学习率”参数下的寻找器给出建议，采用它，重新训练，比较两条曲线。',
    ),
  ],
  {
    model: { family: 'gpt', ...attention },
    training: { max_steps: 300, learning_rate: 0.5, min_learning_rate: 0.05, warmup_steps: 0 },
  },
);

export const LESSONS: readonly Experiment[] = [
  LLAMA,
  GRU,
  CONVOLUTION,
  MIXED,
  MASKED,
  SPANS,
  TOO_FAST,
  BY_HEART,
];
