// Names of objectives, and what the curves of a run say.
export const enCurves = {
  objective: {
    causal_lm: 'Next token',
    masked_lm: 'Masked words',
    next_sentence: 'What follows',
    contrastive: 'Contrastive',
    span_corruption: 'Lost spans',
    algorithm: 'Task',
    classify: 'Classes',
    answer: 'Answers',
    validation: 'Held out',
  },
  total: 'Training, all together',
  heldOutOf: 'Held-out {{corpus}}',
  show: 'Show {{name}}',
  from: 'from here: {{corpus}}',
  overlay: 'Overlay',
  noOverlay: 'Other runs that are kept appear here: their curves can be overlaid on this one.',
  since: '99 % since step {{step}}',
};
