// What a reader tells beside its result, by `code`.
export const enRemarks = {
  unknown_fields: '{{file}} has fields that are not supported and were not used: {{keys}}.',
  unused_tensors: '{{count}} tensors of heads that are not used here were left out: {{tensors}}.',
  other_class:
    'config.json names the class {{name}}, whose head is not supported: the model was loaded without it.',
  prefix_removed: 'All tensor names began with “{{prefix}}”; the prefix was removed.',
  one_dropout:
    'This model has a single dropout probability, so {{key}} = {{value}} is used everywhere (in the file: {{others}}). It matters for training only.',
  assumed: '{{what}} is not in the files; {{value}} is used.',
};
