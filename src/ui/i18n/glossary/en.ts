// The glossary: a word and its sentence.
export const enGlossary = {
  token: {
    term: 'Token',
    text: 'The unit of text that a model processes: a character, a byte, or a frequent subword.',
  },
  parameter: {
    term: 'Parameter',
    text: 'A number that training adjusts. All parameters together (weights and biases) are the model.',
  },
  loss: {
    term: 'Loss',
    text: 'The mean negative log-likelihood of the true next token (cross-entropy), in nats. Lower is better.',
  },
  nat: {
    term: 'Nat',
    text: 'A unit of information based on the natural logarithm: 1 nat is about 1.44 bits.',
  },
  heldOut: {
    term: 'Held-out loss',
    text: 'The loss on text that is not used for training (validation loss). If it rises while the training loss falls, the model overfits.',
  },
  floor: {
    term: 'Entropy floor',
    text: 'The entropy of the text itself, in nats per token. For generated corpora it is computed exactly from the grammar; no model can reach a lower expected loss.',
  },
  step: {
    term: 'Training step',
    text: 'One forward pass, backward pass and optimizer update on a batch.',
  },
  batch: { term: 'Batch', text: 'The sequences that one training step processes together.' },
  context: {
    term: 'Context length',
    text: 'The maximum number of tokens that the model can attend to.',
  },
  attention: {
    term: 'Attention',
    text: 'The part of a layer that computes, for each position, a weighted average over other positions, with weights that depend on the content.',
  },
  gradient: {
    term: 'Gradient',
    text: 'The derivative of the loss with respect to each parameter.',
  },
  optimizer: {
    term: 'Optimizer',
    text: 'The rule that updates the parameters from the gradients. AdamW keeps running averages of the gradient and its square for each parameter.',
  },
  activations: {
    term: 'Activations',
    text: 'Intermediate results of the forward pass that are stored for the backward pass; often most of the memory.',
  },
  temperature: {
    term: 'Temperature',
    text: 'Divides the logits before sampling: low values favor the most likely tokens, high values give more varied text.',
  },
  kernel: {
    term: 'Kernel',
    text: 'A GPU program that many threads run in parallel. A training step is a sequence of kernel dispatches.',
  },
  wgsl: { term: 'WGSL', text: 'The WebGPU Shading Language, in which the kernels are written.' },
  perplexity: {
    term: 'Perplexity',
    text: 'exp(loss): the number of equally likely tokens that would give the same loss.',
  },
  bitsPerByte: {
    term: 'Bits per byte',
    text: 'The loss in bits per byte of text. Unlike loss per token, it is comparable across tokenizers.',
  },
  standardError: {
    term: 'Standard error (±)',
    text: 'The uncertainty of a mean that was measured on a finite sample. A smaller difference is not significant.',
  },
  kl: {
    term: 'KL divergence',
    text: 'How far the predicted distribution of one model is from that of another, in nats. 0 if they are identical.',
  },
  f1: {
    term: 'Macro F1',
    text: 'The harmonic mean of precision and recall of each class, averaged over the classes.',
  },
  fineTuning: {
    term: 'Fine-tuning',
    text: 'Continuing to train a pretrained model on a specific task.',
  },
  lora: {
    term: 'LoRA',
    text: 'Low-rank adaptation: the weights are frozen and two low-rank matrices per linear layer are trained.',
  },
  distillation: {
    term: 'Distillation',
    text: 'Training a small student model to match the output probabilities of a larger teacher model.',
  },
  quantization: {
    term: 'Quantization',
    text: 'Storing weights as low-precision integers (INT8, INT4) with a scale per channel or group.',
  },
  pruning: {
    term: 'Pruning',
    text: 'Setting weights to 0 or removing heads, neurons or layers. Unstructured zeros make files smaller; only removed structures make a GPU faster.',
  },
  lowRank: {
    term: 'Low rank',
    text: 'Replacing a weight matrix by the product of two smaller ones (truncated SVD).',
  },
  pareto: {
    term: 'Pareto front',
    text: 'The models that no other model matches or beats in both quality and cost.',
  },
  prefill: {
    term: 'Prefill and decode',
    text: 'Prefill processes all tokens of the prompt at once; decode generates one token at a time.',
  },
  sampling: {
    term: 'Sampling',
    text: 'Drawing the next token at random by its probability; greedy search always takes the most likely.',
  },
  topP: {
    term: 'Top-p',
    text: 'Sampling from the smallest set of tokens whose probabilities add up to p (nucleus sampling).',
  },
  topK: {
    term: 'Top-k',
    text: 'Sampling from the k most likely tokens.',
  },
  minP: {
    term: 'Min-p',
    text: 'Sampling only from tokens with at least this share of the most likely token’s probability.',
  },
  typicalP: {
    term: 'Typical-p',
    text: 'Sampling from tokens whose information is closest to the entropy, until their probabilities add up to p.',
  },
  beamSearch: {
    term: 'Beam search',
    text: 'Keeping several unfinished texts side by side and returning those with the highest probability.',
  },
  speculative: {
    term: 'Speculative decoding',
    text: 'A small draft model proposes tokens, the model checks them in one pass; greedy text stays the same.',
  },
  acceptanceRate: {
    term: 'Acceptance rate',
    text: 'Share of the draft model’s tokens that the model itself keeps.',
  },
  attribution: {
    term: 'Attribution',
    text: 'How much each word contributes to a prediction: the change in its score when the word is left out.',
  },
  embedding: {
    term: 'Embedding',
    text: 'The vector that stands for a token or a text; texts with similar vectors are similar to the model.',
  },
};
