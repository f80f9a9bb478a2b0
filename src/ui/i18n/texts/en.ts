// The list of a run's texts.
export const enTexts = {
  text: 'Text {{n}}',
  size: 'Characters',
  share: 'Share',
  from: 'From step',
  objective: 'Objective',
  shared: 'Shared, by share and step',
  own: '{{objective}}, added every step',
  add: 'Add a text',
  up: 'Move text {{n}} up',
  down: 'Move text {{n}} down',
  remove: 'Remove text {{n}}',
  wrong: 'Invalid value: {{value}} is kept.',
};
