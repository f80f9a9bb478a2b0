// Names of objectives, and what the curves of a run say.
export const enCurves = {
  objective: {
    causal_lm: 'Causal LM',
    masked_lm: 'Masked LM',
    next_sentence: 'Next sentence',
    contrastive: 'Contrastive',
    span_corruption: 'Span corruption',
    algorithm: 'Algorithmic task',
    classify: 'Classification',
    answer: 'Answers',
    validation: 'Held-out',
    forgetting: 'General text',
  },
  /** Beside the end of a curve. */
  end: {
    train: 'training',
    held: 'held-out',
    floor: 'entropy floor',
    earlier: 'previous run',
  },
  sampleOf: 'sample at step {{step, number}}',
  total: 'Total training loss',
  heldOutOf: 'Held-out {{corpus}}',
  show: 'Show {{name}}',
  from: 'from here: {{corpus}}',
  overlay: 'Overlay',
  noOverlay: 'Other saved runs appear here; their curves can be overlaid on this one.',
  since: '≥ 99 % from step {{step, number}}',
};
