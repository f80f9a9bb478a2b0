// What objectives and augmentations make of a text.
export const enExamples = {
  title: 'Training example, from the first text of the run',
  field: {
    ids: 'Input',
    ids_2: 'Second view',
    decoder_ids: 'Decoder input',
    targets: 'Labels',
  },
  original: 'Original text',
  augmentation: {
    token_dropout: 'Token dropout',
    masking: 'Token masking',
    span_shuffle: 'Span shuffling',
    sentence_permutation: 'Sentence permutation',
    back_off_noise: 'Unigram replacement',
  },
  amount: 'Rate: {{name}}',
  spanOf: 'spans of {{n}} tokens',
  weight: 'Weight of {{name}}',
};
