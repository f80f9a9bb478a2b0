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
    text: 'The part of a layer in which each place decides which earlier places matter to it.',
  },
  gradient: {
    term: 'Gradient',
    text: 'For each parameter: which way, and how strongly, it would change the loss.',
  },
  optimizer: {
    term: 'Optimiser',
    text: 'The rule that turns gradients into nudges; here AdamW, which keeps two running means for each parameter.',
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
};
