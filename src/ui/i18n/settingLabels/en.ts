// The words of each setting: its name and one sentence on what it does.
export const enSettingLabels = {
  corpus: { label: 'Corpus', help: 'The text that the model learns to continue.' },
  tokenizer: {
    label: 'Tokeniser',
    help: 'How text is split into tokens: characters, raw bytes, or frequent subwords learnt from the text.',
  },
  vocab_size: {
    label: 'BPE pieces',
    help: 'How many pieces BPE may learn; more make the text shorter and the last layer larger.',
  },
  family: {
    label: 'Architecture',
    help: 'How the model is built; the sizes are kept, and settings that it lacks disappear.',
  },
  objective: {
    label: 'Objective',
    help: 'What the encoder learns: to fill masked words in, to tell what follows, or to know one text in two disguises.',
  },
  mlm_probability: {
    label: 'Masked share',
    help: 'How many of the tokens are hidden; of these, 80 % become a mask, 10 % another token, 10 % stay.',
  },
  noise_density: {
    label: 'Corrupted share',
    help: 'How much of the text is cut out and must be written back.',
  },
  mean_noise_span_length: {
    label: 'Span length',
    help: 'Tokens in a piece that is cut out, on average; longer ones are harder to guess.',
  },
  augmentations: {
    label: 'Two views',
    help: 'How a text is disguised, twice, each time by all that are ticked; the model must find which two belong together.',
  },
  contrastive_temperature: {
    label: 'Contrast',
    help: 'Below 1 the likenesses are spread: small values punish texts that are nearly alike.',
  },
  objective_weights: {
    label: 'Weights',
    help: 'How much each objective counts in the sum that is minimised.',
  },
  n_decoder_layer: {
    label: 'Decoder layers',
    help: 'Blocks of the part that writes; each also looks into what the encoder has read.',
  },
  d_kv: {
    label: 'Head width',
    help: 'Channels of one head; in T5 heads need not add up to the width.',
  },
  feed_forward: {
    label: 'Feed-forward',
    help: 'How each place is worked on: plain with ReLU, or gated with GELU as in T5 1.1.',
  },
  cell: {
    label: 'Cell',
    help: 'How the state is carried on: plain (RNN), with two gates (GRU), or with a memory of its own (LSTM).',
  },
  blocks: {
    label: 'Block list',
    help: 'What mixes positions and what transforms each position, block by block; a list shorter than the layers starts again.',
  },
  n_kv_head: {
    label: 'Key heads',
    help: 'Heads share so many keys and values; fewer make the memory of past tokens smaller.',
  },
  n_inner: {
    label: 'Inner width',
    help: 'Width between the two matrices of the feed-forward part; usually four times the width.',
  },
  kernel_size: {
    label: 'Kernel',
    help: 'Positions that one convolution covers, this one and those before it.',
  },
  dilation_cycle: {
    label: 'Dilation cycle',
    help: 'Dilation grows 1, 2, 4, … over so many layers, then start again.',
  },
  positions: {
    label: 'Positions',
    help: 'How attention knows where a token stands; recurrence and convolution know it anyway.',
  },
  norm: {
    label: 'Norm',
    help: 'How activations are normalized: LayerNorm also subtracts their mean.',
  },
  rope_theta: {
    label: 'RoPE base',
    help: 'How slowly the slowest rotation turns; larger suits longer contexts.',
  },
  qkv_bias: {
    label: 'Query bias',
    help: 'Learnt constants on queries, keys and values, as in Qwen2.',
  },
  d_embed: {
    label: 'Embedding width',
    help: 'Numbers that stand for one token before the first recurrent layer.',
  },
  initializer_range: {
    label: 'First weights',
    help: 'Spread of the random weights at the start; narrow models learn sooner from wider ones.',
  },
  gradient_checkpointing: {
    label: 'Recompute',
    help: 'Computes blocks again for the gradient instead of keeping them: less memory, a third more work.',
  },
  n_layer: {
    label: 'Layers',
    help: 'Blocks that the text passes through one after the other; depth buys patterns of patterns.',
  },
  num_hidden_groups: {
    label: 'Layer groups',
    help: 'Layers of a group use the same weights, as in ALBERT: fewer parameters, as much work; as many groups as layers share nothing.',
  },
  n_head: {
    label: 'Heads',
    help: 'Ways of looking back at once, in each layer; the width is shared among them.',
  },
  n_embd: {
    label: 'Width',
    help: 'Numbers that stand for one token; parameters grow with its square.',
  },
  n_positions: { label: 'Context', help: 'How many tokens back the model can see.' },
  dropout: {
    label: 'Dropout',
    help: 'Share of signals switched off at random in training, against learning by heart.',
  },
  activation: {
    label: 'Activation',
    help: 'The bend between two matrices in each block; tanh is the quick approximation of erf.',
  },
  tie_word_embeddings: {
    label: 'Tied head',
    help: 'Reads and writes tokens with one table instead of two, which saves parameters.',
  },
  bias: { label: 'Bias', help: 'Adds a learnt constant in every linear layer and norm.' },
  batch: {
    label: 'Batch',
    help: 'Windows of text looked at before each nudge; more are steadier and slower.',
  },
  max_steps: { label: 'Steps', help: 'How many nudges the whole run makes.' },
  num_train_epochs: {
    label: 'Epochs',
    help: 'Passes over the examples, or over the windows of the text; they decide the steps. 0: the number of steps decides.',
  },
  learning_rate: {
    label: 'Learning rate',
    help: 'How far each nudge goes; too much and the loss jumps, too little and it crawls.',
  },
  min_learning_rate: {
    label: 'Last learning rate',
    help: 'Where the schedule ends, so that the model settles.',
  },
  lr_scheduler_type: {
    label: 'Schedule',
    help: 'How the learning rate falls from its peak to its end.',
  },
  warmup_steps: {
    label: 'Warm-up',
    help: 'Steps in which the learning rate rises from zero; below 1 it is a share of all steps.',
  },
  weight_decay: {
    label: 'Weight decay',
    help: 'Pulls matrices gently towards zero, which keeps them from over-committing.',
  },
  num_decay_steps: {
    label: 'Decay steps',
    help: 'Steps at the end in which the learning rate falls; below 1 it is a share of all steps.',
  },
  accumulation: {
    label: 'Batches a step',
    help: 'Batches whose slopes are averaged before one nudge: a large batch in the memory of a small one.',
  },
  optim: {
    label: 'Optimiser',
    help: 'How slopes become nudges; SGD, Lion, Muon and Adafactor each want a learning rate of their own.',
  },
  momentum: {
    label: 'Momentum',
    help: 'How much of the last nudge rolls on into the next; 0.95 is usual with Muon.',
  },
  nesterov: { label: 'Nesterov', help: 'Looks one nudge ahead before it corrects itself.' },
  aux_learning_rate: {
    label: 'AdamW learning rate',
    help: 'For embeddings, head, biases and norms, which Muon leaves to AdamW.',
  },
  scale_parameter: {
    label: 'Relative steps',
    help: 'Nudges each matrix in proportion to the size of its numbers.',
  },
  ema_decay: {
    label: 'Average of weights',
    help: 'How slowly a second, smoothed copy of the weights follows; 0 keeps none.',
  },
  use_ema: {
    label: 'Show the average',
    help: 'Checks and writes with the smoothed copy instead of the weights themselves.',
  },
  adam_beta1: {
    label: 'Beta 1',
    help: 'How long the optimiser remembers the direction of the slope.',
  },
  adam_beta2: { label: 'Beta 2', help: 'How long the optimiser remembers the size of the slope.' },
  max_grad_norm: {
    label: 'Clip',
    help: 'Longest nudge allowed before scaling it down; 0 turns clipping off.',
  },
  seed: { label: 'Seed', help: 'The same seed gives the same run, bit by bit, on the same GPU.' },
  eval_steps: {
    label: 'Check every',
    help: 'Steps between two looks at text that is held out from training.',
  },
  eval_windows: {
    label: 'Held-out windows',
    help: 'Pieces of held-out text in each look; more are slower and narrow the band of error.',
  },
  save_steps: {
    label: 'Keep every',
    help: 'Steps between two checkpoints of the run in this browser. 0: each evaluation keeps one, at most every ten seconds.',
  },
  sample_every: { label: 'Write every', help: 'Steps between two samples of text.' },
  max_new_tokens: { label: 'Length', help: 'Tokens that each sample has.' },
  temperature: {
    label: 'Temperature',
    help: 'How daring it picks: 0 takes the likeliest token, 1 follows its own odds.',
  },
  top_k: { label: 'Top-k', help: 'Picks among the k likeliest tokens only; 0 allows all.' },
  prompt: { label: 'Prompt', help: 'The beginning that the model is asked to continue.' },
};
