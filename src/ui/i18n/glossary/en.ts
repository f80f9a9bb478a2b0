// The glossary: a word and its sentence.
export const enGlossary = {
  token: {
    term: 'Token',
    text: 'The unit that the model reads and writes: a letter, a byte, or a frequent piece of a word.',
  },
  parameter: {
    term: 'Parameter',
    text: 'One of the numbers that training adjusts; together they are the model.',
  },
  loss: {
    term: 'Loss',
    text: 'The mean surprise at the true next token, in nats. Lower is better; e to the power of the loss is how many tokens it wavers among.',
  },
  nat: { term: 'Nat', text: 'A unit of information, as the bit is: one nat is about 1.44 bits.' },
  heldOut: {
    term: 'Held-out loss',
    text: 'The loss on text that is never trained on. When it rises while the training loss falls, the model learns by heart.',
  },
  floor: {
    term: 'Entropy floor',
    text: 'The surprise that is in the text itself. For a text made by a grammar it is computed from the rules; no model can go below it.',
  },
  step: {
    term: 'Step',
    text: 'One round of reading a batch, measuring the surprise, and nudging every parameter.',
  },
  batch: { term: 'Batch', text: 'The windows of text that one step looks at together.' },
  context: { term: 'Context', text: 'How many tokens back the model can look.' },
  attention: {
    term: 'Attention',
    text: 'The part of a layer in which each position decides which earlier positions matter to it.',
  },
  gradient: {
    term: 'Gradient',
    text: 'For each parameter: which way, and how strongly, it would change the loss.',
  },
  optimizer: {
    term: 'Optimiser',
    text: 'The rule that turns gradients into nudges; mostly AdamW, which keeps two running means for each parameter.',
  },
  activations: {
    term: 'Activations',
    text: 'Intermediate results of a step that are kept for the gradient; often most of the memory.',
  },
  temperature: {
    term: 'Temperature',
    text: 'How daring the model picks its next token when it writes.',
  },
  kernel: {
    term: 'Kernel',
    text: 'A small program that thousands of GPU threads run at once. A step is a list of them.',
  },
  wgsl: { term: 'WGSL', text: 'The language in which WebGPU kernels are written.' },
  perplexity: {
    term: 'Perplexity',
    text: 'e to the power of the loss: between how many tokens the model hesitates.',
  },
  bitsPerByte: {
    term: 'Bits per byte',
    text: 'The loss in bits for each byte of the text. Models with other vocabularies can be compared by it.',
  },
  standardError: {
    term: 'Standard error (±)',
    text: 'How far a mean might be off because only so much was measured. A difference smaller than this says nothing.',
  },
  kl: {
    term: 'KL divergence',
    text: 'How much one model’s guesses differ from another’s, in nats. 0 when they are the same.',
  },
  f1: {
    term: 'Macro F1',
    text: 'How well each class is found and how seldom it is said wrongly, in one number, averaged over the classes.',
  },
  fineTuning: {
    term: 'Fine-tuning',
    text: 'Training a model that has read a lot a little further, on one task.',
  },
  lora: {
    term: 'LoRA',
    text: 'Fine-tuning that leaves the weights alone and learns a small correction beside them: two thin matrices a layer.',
  },
  distillation: {
    term: 'Distillation',
    text: 'A small model learns from what a large one thinks of every next token, not from the text alone.',
  },
  quantisation: {
    term: 'Quantisation',
    text: 'Writing weights with fewer bits: INT8 has 255 values for each, INT4 fifteen, with a scale for a group of them.',
  },
  pruning: {
    term: 'Pruning',
    text: 'Setting the smallest weights to 0. It makes files smaller; on a GPU only what leaves as a whole makes it faster.',
  },
  lowRank: {
    term: 'Low rank',
    text: 'One large matrix as the product of two thin ones, which keeps its strongest directions.',
  },
  pareto: {
    term: 'Pareto front',
    text: 'The models for which none of the others is at least as good in both quality and cost.',
  },
  prefill: {
    term: 'Prefill and decode',
    text: 'Reading the prompt, all positions at once, and writing, one token after another.',
  },
};
