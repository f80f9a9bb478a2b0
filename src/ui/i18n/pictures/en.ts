export const enPictures = {
  soft: {
    prompt: 'Once upon a time there was a little',
    text: 'What the text says',
    teacher: 'What the teacher says, at T = {{temperature}}',
    word: { first: 'girl', second: 'boy', third: 'dog', fourth: 'house', fifth: 'of' },
    caption:
      'In the text one word follows. The teacher also knows which others could have followed, and how nearly: that is what it passes on. Turn T and see. (Made-up logits; yours come from the teacher.)',
  },
  rounding: {
    title: 'The same {{count}} weights in four forms',
    form: { fp32: 'FP32', int8: 'INT8', int4: 'INT4', pruned: '20% pruned' },
    figures: '{{bytes}} bytes, {{error}} off',
    caption:
      'A mark is a weight. INT8 moves none of them visibly; INT4 has fifteen levels for all; pruning puts the smallest at 0. What that does to a whole model has to be measured, which is what this page is for.',
  },
};
