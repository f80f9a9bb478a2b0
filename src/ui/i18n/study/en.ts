/** The model and the text of a study. */
export const enStudy = {
  subject: '{{model}} on {{text}} (held-out)',
  subjectSteps_one: '{{model}} · {{count, number}} step on {{text}} (held-out)',
  subjectSteps_other: '{{model}} · {{count, number}} steps on {{text}} (held-out)',
  ownText: 'its own text',
  text: {
    label: 'Text',
    help: 'All models are evaluated on its held-out part; recovery training and students read its training part.',
    own: 'Own held-out text: {{name}}',
    examples: 'Examples',
    examplesHelp:
      'All models are evaluated on the held-out examples; recovery training reads the others.',
    ownExamples: 'Own held-out examples: {{name}}',
    saved: 'Saved choice: {{name}}',
    imported: 'Imported: {{name}}',
    cleaned: 'Cleaned: {{name}}',
    import: 'Import a file',
    missing:
      '{{model}} was trained on “{{text}}”, which is not in this browser. Import that file again, or choose another text.',
    unknown:
      'The training text of {{model}} is unknown. Choose a text to evaluate it on: the choice is saved with the model and can be changed in Models.',
    use: 'Use this text',
    read: 'Held-out text: {{text}}, {{tokens, number}} tokens ({{bytes}}).',
    readExamples: 'Held-out examples: {{text}}.',
    chosen: 'Chosen for this study.',
    seen: '† Trained on another split of this text: the held-out part may be in its training data, so its figures may be too good.',
  },
  runsFor: 'A study of this kind is running for another model:',
  lastOf: 'The last results are of another model:',
};
