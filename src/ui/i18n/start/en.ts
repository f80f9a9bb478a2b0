export const enStart = {
  title: 'Start',
  headline: 'A language model is writing in this tab.',
  lead: 'Type, or choose another next token: it goes on from there. Nothing leaves your computer.',
  opening: 'Opening a model…',
  trainedHere: 'trained with this lab: {{steps, number}} steps, loss {{loss}}',
  box: 'Text for the model to continue',
  keys: '1–5 choose a token · Tab or → accepts the most likely · Esc stops',
  writeOn: 'Write on',
  stop: 'Stop',
  again: 'Write another',
  next: 'Next token',
  model: 'Model',
  truth: 'True distribution',
  distance:
    'At this token, the model’s expected loss is {{kl}} nats above the lowest possible: its KL divergence from the true distribution.',
  missed: 'It misses the most likely token: {{token}}, {{share}}.',
  none: {
    never:
      'The grammar of its corpus never writes this: from character {{position}}, “{{from}}”, the text is one of its own.',
    inside_token:
      'The text ends inside a token; the true distribution is known again at the end of the token.',
    too_many:
      'The grammar can go on in too many ways here for the true distribution to be added up.',
  },
  loss: 'Model’s loss',
  floor: 'Entropy floor',
  excess: 'Excess',
  over_one: 'nats/token, over {{count}} token of this text',
  over_other: 'nats/token, over {{count}} tokens of this text',
  grow: 'Now train your own',
  growHelp:
    '{{title}}: from random weights to sentences in {{steps, number}} steps, on this computer.',
  growLoss: 'loss {{loss}}',
  growFloor: '· entropy floor {{floor}}',
  train: 'Train a language model now',
  settings: 'Choose its settings first',
  toRun: 'Curves, samples and settings of the run',
  continue: 'Continue your run',
  continueRun: 'Continue',
  yours: 'Your model',
  openRun: 'Open',
  both: 'Same prompt, two models',
  bothHelp:
    'Words of the corpus are green; a word that the corpus does not have is red with a wavy underline. They turn green as the model learns to spell.',
  growing: 'Yours, at step {{step, number}}',
  growingSoon: 'Yours, before its first text',
  known: '{{known}} of {{count}} words are words of the corpus',
  grown: 'Ready-made model',
  tour: {
    begin: 'Take a 30-second tour',
    again: 'Show the tour again',
    at: '{{at}} of {{count}}',
    go: 'Next',
    end: 'Done',
    skip: 'Skip',
    write: {
      title: 'It writes one token at a time',
      text: 'Stop it with any key and type your own text. The underline shows the loss of each token: red was a surprise to the model, green was expected.',
    },
    next: {
      title: 'The most likely next tokens',
      text: 'Click one, or press its number, and the text goes on from there.',
    },
    truth: {
      title: 'How good could it be?',
      text: 'A grammar made the corpus, so the true probabilities are known. The difference between the two losses is what the model still has to learn.',
    },
    grow: {
      title: 'Train one yourself',
      text: 'One click, a few minutes. Its texts appear beside those of this model while it learns.',
    },
    more: {
      title: 'And then',
      text: 'Lessons explain each step; under Models you fine-tune, distill, compress and export.',
    },
  },
};
