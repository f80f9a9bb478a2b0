// What objectives and augmentations make of a text.
export const enExamples = {
  title: 'What it is asked, on the first text of the run',
  field: {
    ids: 'It reads',
    ids_2: 'The other view',
    decoder_ids: 'It writes after',
    targets: 'It should answer',
  },
  original: 'The text',
  augmentation: {
    token_dropout: 'Drop tokens',
    masking: 'Mask tokens',
    span_shuffle: 'Shuffle spans',
    sentence_permutation: 'Permute sentences',
    back_off_noise: 'Swap in frequent tokens',
  },
  amount: 'How much: {{name}}',
  spanOf: 'spans of {{n}}',
  weight: 'Weight of {{name}}',
};
