export const enPictures = {
  soft: {
    prompt: 'Once upon a time there was a little',
    text: 'Hard label (from the text)',
    teacher: 'Soft targets (from the teacher), T = {{temperature}}',
    word: { first: 'girl', second: 'boy', third: 'dog', fourth: 'house', fifth: 'of' },
    caption:
      'The hard label is the one word that follows in the text. The teacher’s soft targets also give probabilities for the other words. Change T to see its effect. (Illustrative logits; in training they come from the teacher.)',
  },
  rounding: {
    title: 'The same {{count}} weights in four formats',
    form: { fp32: 'FP32', int8: 'INT8', int4: 'INT4', pruned: '20 % pruned' },
    figures: '{{bytes}} bytes, error {{error}}',
    caption:
      'Each mark is a weight. INT8 changes the values very little; INT4 has fifteen levels; pruning sets the smallest weights to 0. This page measures the effect on the whole model.',
  },
};
