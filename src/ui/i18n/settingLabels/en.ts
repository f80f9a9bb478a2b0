// The words of each setting: its name and one sentence on what it does.
export const enSettingLabels = {
  corpus: {
    label: 'Texts',
    help: 'What the run reads. Texts of the same step are mixed by their shares; a later step replaces them. A step below 1 is a share of all steps.',
  },
  tokenizer: {
    label: 'Tokenizer',
    help: 'How text is split into tokens: characters, bytes, or subwords trained on the corpus.',
  },
  vocab_size: {
    label: 'Vocabulary size',
    help: 'Number of BPE tokens. A larger vocabulary gives shorter sequences and a larger output layer.',
  },
  family: {
    label: 'Architecture',
    help: 'The model architecture. Sizes are kept; settings that it does not use are hidden.',
  },
  objective: {
    label: 'Objective',
    help: 'What an encoder is trained for: masked language modeling, next-sentence prediction, or contrastive learning.',
  },
  mlm_probability: {
    label: 'MLM probability',
    help: 'Fraction of tokens to predict; of these, 80 % are masked, 10 % replaced by a random token, 10 % unchanged.',
  },
  noise_density: {
    label: 'Noise density',
    help: 'Fraction of tokens that are replaced by sentinels and must be predicted.',
  },
  mean_noise_span_length: {
    label: 'Mean span length',
    help: 'Average number of tokens per corrupted span.',
  },
  augmentations: {
    label: 'Augmentations',
    help: 'Change what training reads, anew in every step; evaluation reads the text as it is. In contrastive learning they make two views of each text, which the model is trained to match.',
  },
  contrastive_temperature: {
    label: 'Contrastive temperature',
    help: 'Divides the similarities before the softmax; small values penalize hard negatives more.',
  },
  objective_weights: {
    label: 'Loss weights',
    help: 'The weight of each objective in the total loss.',
  },
  n_decoder_layer: {
    label: 'Decoder layers',
    help: 'Number of decoder blocks, each with cross-attention to the encoder output.',
  },
  d_kv: {
    label: 'Head dimension',
    help: 'Channels per head; in T5, heads × head dimension may differ from the width.',
  },
  feed_forward: {
    label: 'Feed-forward network',
    help: 'The feed-forward network of each block: ReLU, or gated GELU as in T5 1.1.',
  },
  cell: {
    label: 'Cell type',
    help: 'The recurrent cell: RNN, GRU (two gates) or LSTM (three gates and a cell state).',
  },
  blocks: {
    label: 'Blocks',
    help: 'Token mixer and feed-forward network, block by block; a list shorter than the number of layers repeats.',
  },
  n_kv_head: {
    label: 'KV heads',
    help: 'Number of key/value heads (grouped-query attention); fewer make the KV cache smaller.',
  },
  n_inner: {
    label: 'Intermediate size',
    help: 'Channels between the two matrices of the feed-forward network; usually four times the width.',
  },
  kernel_size: {
    label: 'Kernel size',
    help: 'Number of positions in one causal convolution.',
  },
  dilation_cycle: {
    label: 'Dilation cycle',
    help: 'Dilation doubles from layer to layer (1, 2, 4, …) and restarts after this many layers.',
  },
  positions: {
    label: 'Position encoding',
    help: 'How attention receives token positions; recurrence and convolution need none.',
  },
  norm: {
    label: 'Normalization',
    help: 'How activations are normalized: LayerNorm also subtracts their mean.',
  },
  rope_theta: {
    label: 'RoPE theta',
    help: 'Base of the rotary frequencies; a larger base suits longer contexts.',
  },
  qkv_bias: {
    label: 'QKV bias',
    help: 'Adds a bias to queries, keys and values, as in Qwen2.',
  },
  qk_norm: {
    label: 'QK norm',
    help: 'RMSNorm over each head of the queries and keys, as in Qwen3.',
  },
  sliding_window: {
    label: 'Sliding window',
    help: 'Number of tokens that attention sees, the token itself among them, as in Mistral; the whole context where it is as long.',
  },
  d_embed: {
    label: 'Embedding size',
    help: 'Size of the token embeddings before the first recurrent layer.',
  },
  initializer_range: {
    label: 'Initializer range',
    help: 'Standard deviation of the initial weights.',
  },
  gradient_checkpointing: {
    label: 'Gradient checkpointing',
    help: 'Recomputes activations in the backward pass instead of storing them: less memory, about a third more FLOPs.',
  },
  n_layer: {
    label: 'Layers',
    help: 'Number of blocks.',
  },
  num_hidden_groups: {
    label: 'Layer groups',
    help: 'The layers of a group share their weights, as in ALBERT: fewer parameters, the same FLOPs. Equal to the number of layers: no sharing.',
  },
  n_head: {
    label: 'Heads',
    help: 'Attention heads per layer; the width is divided among them.',
  },
  n_embd: {
    label: 'Width',
    help: 'Size of the hidden states; the number of parameters grows with its square.',
  },
  n_positions: {
    label: 'Context length',
    help: 'Maximum number of tokens that the model can attend to.',
  },
  dropout: {
    label: 'Dropout',
    help: 'Fraction of activations set to 0 at random during training, against overfitting.',
  },
  activation: {
    label: 'Activation function',
    help: 'The nonlinearity of the feed-forward network; tanh is an approximation of the exact GELU (erf).',
  },
  tie_word_embeddings: {
    label: 'Tied embeddings',
    help: 'Shares one matrix between the input embedding and the output layer, which saves parameters.',
  },
  bias: { label: 'Bias', help: 'Adds a bias to every linear layer and normalization.' },
  batch: {
    label: 'Batch size',
    help: 'Sequences per training step; a larger batch is slower with less noisy gradients.',
  },
  max_steps: { label: 'Steps', help: 'Number of training steps.' },
  num_train_epochs: {
    label: 'Epochs',
    help: 'Passes over the training data; sets the number of steps. 0: the number of steps is used.',
  },
  learning_rate: {
    label: 'Learning rate',
    help: 'Peak learning rate. If it is too high, the loss diverges; if too low, training is slow.',
  },
  min_learning_rate: {
    label: 'Minimum learning rate',
    help: 'The learning rate at the end of the schedule.',
  },
  lr_scheduler_type: {
    label: 'LR scheduler',
    help: 'How the learning rate decays from its peak to its minimum.',
  },
  warmup_steps: {
    label: 'Warmup steps',
    help: 'Steps in which the learning rate rises from 0; below 1: fraction of all steps.',
  },
  weight_decay: {
    label: 'Weight decay',
    help: 'Decays weight matrices towards 0 in every step, as regularization.',
  },
  num_decay_steps: {
    label: 'Decay steps',
    help: 'Steps at the end in which the learning rate decays; below 1: fraction of all steps.',
  },
  accumulation: {
    label: 'Gradient accumulation',
    help: 'Batches whose gradients are averaged before one update: a large batch with the memory of a small one.',
  },
  optim: {
    label: 'Optimizer',
    help: 'The update rule. SGD, Lion, Muon and Adafactor need other learning rates than AdamW.',
  },
  momentum: {
    label: 'Momentum',
    help: 'Fraction of the previous update that is kept; 0.95 is usual with Muon.',
  },
  nesterov: {
    label: 'Nesterov momentum',
    help: 'Applies the momentum before the gradient (look-ahead).',
  },
  aux_learning_rate: {
    label: 'AdamW learning rate',
    help: 'For embeddings, output layer, biases and norms, which Muon leaves to AdamW.',
  },
  scale_parameter: {
    label: 'Scale by parameter',
    help: 'Scales the updates of each matrix by the RMS of its weights.',
  },
  ema_decay: {
    label: 'EMA decay',
    help: 'Decay of an exponential moving average of the weights; 0: off.',
  },
  use_ema: {
    label: 'Use EMA weights',
    help: 'Evaluates and generates with the averaged weights instead of the current ones.',
  },
  adam_beta1: {
    label: 'Beta 1',
    help: 'Decay rate of the running average of the gradient.',
  },
  adam_beta2: {
    label: 'Beta 2',
    help: 'Decay rate of the running average of the squared gradient.',
  },
  max_grad_norm: {
    label: 'Gradient clipping',
    help: 'Maximum gradient norm; larger gradients are scaled down. 0: off.',
  },
  seed: { label: 'Seed', help: 'The same seed gives a bit-identical run on the same GPU.' },
  eval_steps: {
    label: 'Evaluation interval',
    help: 'Steps between two evaluations on held-out text.',
  },
  eval_windows: {
    label: 'Evaluation windows',
    help: 'Held-out windows per evaluation; more are slower and give a smaller standard error.',
  },
  save_steps: {
    label: 'Checkpoint interval',
    help: 'Steps between two checkpoints. 0: one at each evaluation, at most every ten seconds.',
  },
  sample_every: { label: 'Sample interval', help: 'Steps between two generated samples.' },
  max_new_tokens: { label: 'Max new tokens', help: 'Tokens per generated sample.' },
  temperature: {
    label: 'Temperature',
    help: 'Sampling temperature: 0 always picks the most likely token, 1 samples from the predicted probabilities.',
  },
  top_k: { label: 'Top-k', help: 'Samples from the k most likely tokens only; 0: off.' },
  prompt: { label: 'Prompt', help: 'The text that the model continues.' },
};
