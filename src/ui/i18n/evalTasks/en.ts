export const enEvalTasks = {
  title: 'Evaluation tasks',
  help: '{{first}} and its variants on the same questions. Multiple choice: accuracy of the most likely choice (acc), or the most likely per byte (acc_norm), as in lm-evaluation-harness; generated answers: exact match. ± is the standard error.',
  caption: 'Accuracy by task, and the differences from {{first}}',
  random: 'Random baseline',
  randomHelp: 'The expected score of random answers.',
  acc: '{{name}} · acc',
  accNorm: '{{name}} · acc_norm',
  exact: '{{name}} · exact_match',
  f1: '{{name}} · macro F1',
  wrong: 'Incorrect answers: {{name}}',
  same: 'the same answers',
  paired:
    'Differences are paired by question; ± is the standard error of the difference. A difference within its standard error is not significant.',
  cut: '{{name}}: {{cut}} of {{questions}} questions exceed the context length and were truncated at the beginning.',
  atChance:
    '{{name}}: no variant is better than the random baseline ({{chance}} ± {{error}} on {{questions}} questions), so this task does not show the effect of compression.',
  atChanceCut:
    '{{cut}} of {{questions}} questions were truncated, which may explain it: choose a longer context.',
  name: {
    story: 'Story continuation',
    questions: 'Story QA, multiple choice',
    answers: 'Story QA, generated',
    reviews: 'Review sentiment',
    reviews_zh: 'Review sentiment (Chinese)',
    finance: 'Market reaction',
  },
  about: {
    story: 'Which continuation is about the main character of the story. 2 choices.',
    questions: 'Questions about the content of a short story. 4 choices.',
    answers: 'The same questions; the model generates the answer.',
    reviews: 'Which conclusion follows a review. 2 choices.',
    reviews_zh: 'Which conclusion follows a Chinese review. 2 choices.',
    finance: 'How the market reacted to a news item. 3 choices.',
  },
  choose: {
    help: 'Run on every variant. By default, the tasks that match the training corpus.',
    own: 'Custom task…',
    ownHelp:
      'JSON, JSON lines, CSV or Parquet with one question per row: question, choices and answer (an index from 0, a letter, or the text of the choice), or prompt and answer. The file stays on this computer.',
    reading: 'Reading {{name}}…',
    found: '{{name}}: {{count, number}} questions',
    left: 'Rows skipped: {{count, number}}',
    remove: 'Remove {{name}}',
    next: 'Used from the next comparison on.',
  },
  layers: {
    title: 'Latency by layer',
    program: 'Phase',
    decode: 'Decode',
    prefill: 'Prefill',
    blocks: 'Blocks',
    writing: 'Sampling',
    timestamps:
      'GPU timestamps at the layer boundaries, trimmed mean of eight rounds. Splitting the step adds overhead, so the sum is slightly larger than the time of a step.',
    wall_clock:
      'Wall-clock time with each layer submitted separately, trimmed mean of eight rounds. Submission overhead is included in every layer: compare layers, not sums.',
    prefillHelp: 'In prefill, the last block only stores its keys and values.',
    segment: '{{name}}: {{ms}} ms',
  },
};
