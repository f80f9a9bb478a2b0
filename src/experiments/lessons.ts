// Tutorial presets on the story corpus: other architectures, other objectives, failure modes.
import type { Experiment } from './experiment';
import { attention, lesson, size, words } from './lesson';

const wordpiece = { kind: 'wordpiece', vocab_size: 384 } as const;

const GRU = lesson(
  'gru',
  'architectures',
  [
    words('Recurrent network (GRU)', '循环网络（GRU）'),
    words('A hidden state instead of attention', '用隐藏状态代替注意力'),
    words(
      'A GRU has no attention: one hidden state carries all information from earlier tokens. Compare its loss curve and time per step with those of Story GPT: positions cannot be computed in parallel.',
      'GRU 没有注意力：前面词元的全部信息都由一个隐藏状态携带。可与“故事 GPT”比较损失曲线和每步用时：各位置无法并行计算。',
    ),
  ],
  { model: { family: 'recurrent', ...size, n_layer: 1, cell: 'gru' } },
);

const CONVOLUTION = lesson(
  'convolution',
  'architectures',
  [
    words('Dilated convolutions', '膨胀卷积'),
    words('Causal convolutions with a growing receptive field', '感受野逐层增大的因果卷积'),
    words(
      'Each layer has a kernel of three positions, with a dilation that doubles from layer to layer: 1, 2, 4. Work out the receptive field of the last layer, and add layers to extend it.',
      '每层的卷积核覆盖三个位置，膨胀系数逐层加倍：1、2、4。可计算最后一层的感受野，并增加层数来扩大它。',
    ),
  ],
  { model: { family: 'convolution', ...size, n_layer: 3 } },
);

const LLAMA = lesson(
  'llama',
  'architectures',
  [
    words('LLaMA architecture', 'LLaMA 架构'),
    words('RoPE, SwiGLU, grouped-query attention', 'RoPE、SwiGLU、分组查询注意力'),
    words(
      'What changed from GPT-2 to LLaMA: rotary position embeddings, a gated feed-forward network, RMSNorm, and several heads per KV head. Set “Architecture” to GPT-2 to compare the weights.',
      '从 GPT-2 到 LLaMA 的变化：旋转位置编码、门控前馈网络、RMSNorm，以及多个头共用一个 KV 头。把“架构”设为 GPT-2 可比较权重。',
    ),
  ],
  { model: { family: 'llama', ...attention, n_kv_head: 2, n_inner: 160 } },
);

const MIXED = lesson(
  'mixed-blocks',
  'architectures',
  [
    words('Hybrid architecture', '混合架构'),
    words('Recurrent and attention blocks combined', '循环层与注意力层组合'),
    words(
      'A recurrent block compresses the past into a state, an attention block retrieves from it. Choose the token mixer and feed-forward network of each block in the setting “Blocks”.',
      '循环层把前文压缩为状态，注意力层从前文中检索。可在“逐层结构”参数中逐层选择词元混合与前馈网络。',
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
    words('Masked language modeling', '掩码语言建模'),
    words('BERT with bidirectional attention', '双向注意力的 BERT'),
    words(
      '15 % of the tokens are masked and predicted from both sides. An encoder like this does not generate text, but its representations suit classification.',
      '掩盖 15 % 的词元，由前后文预测。这样的编码器不生成文本，但其表示适合用于分类。',
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
    words('Span corruption', '片段破坏'),
    words('Encoder-decoder pretraining of T5', 'T5 的编码器-解码器预训练'),
    words(
      'Spans of tokens are replaced by sentinels. The encoder reads the corrupted text, and the decoder generates the missing spans in order.',
      '文本中的若干片段被替换为哨兵词元。编码器读取被破坏的文本，解码器按顺序生成缺失的片段。',
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
    words('Overfitting', '过拟合'),
    words('A small corpus for too many epochs', '小语料训练过多轮'),
    words(
      'A few stories, repeated for many epochs. The training loss falls below the entropy floor (memorization) while the held-out loss rises. Increase dropout, or stop early.',
      '只有几篇故事，重复训练很多轮。训练损失降到熵下限之下（记忆），而验证损失上升。可增大 dropout，或提前停止。',
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
    words('Divergence', '发散'),
    words('A learning rate that is too high', '学习率过高'),
    words(
      'The learning rate is about a hundred times too high: the loss jumps and stays high. Run the LR range test in the setting “Learning rate”, apply its suggestion, train again and compare both curves.',
      '学习率约高一百倍：损失跳升并居高不下。可在“学习率”参数中运行学习率范围测试，采用其建议，重新训练并比较两条曲线。',
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
