export const enPruning = {
  title: 'How much can go',
  help: 'The smallest weights become 0, from none of them to 90 %: of each matrix by itself, or of all matrices together. Some points are then trained on for a little under the mask.',
  key: 'Prune from 0 to 90 %',
  again: 'Prune again',
  stage: {
    pruning: 'Pruning and judging',
    recovery: 'Training on under the mask',
    sensitivity: 'Matrix by matrix',
    calibration: 'Choosing scales',
    done: 'Done',
    stopped: 'Stopped; what was found stays here',
  },
  line: {
    layer: 'each matrix by itself',
    global: 'all matrices together',
    recovered: 'recovered',
    speed: 'tokens written a second (right)',
  },
  pruned: 'Weights pruned',
  dense: 'Held-out loss without pruning: {{loss}}.',
  back: '{{amount}} % pruned: {{loss}}, after {{steps}} steps of recovery {{recovered}}: back within 1 % ({{rise}} %).',
  notBack:
    '{{amount}} % pruned: {{loss}}, after {{steps}} steps of recovery {{recovered}}: {{rise}} % above.',
  control:
    'With nothing pruned, the same {{steps}} steps lead to {{loss}}: recovery is to be held against that.',
  noFaster:
    'The dotted line is flat: zeros that are strewn about are multiplied like any other number, so nothing runs faster. Only the file gets smaller. Whole heads, neurons or layers must go for that.',
  sensitivity: {
    title: 'Layer sensitivity',
    help: 'The rise of the held-out loss when this matrix alone is changed. INT4 is simulated here: rounded numbers, held as floats.',
    matrix: 'Matrix',
    weights: 'Weights',
    pruned: 'Half of it pruned',
    int4: 'INT4, groups of 32',
  },
  calibration: {
    title: 'Choosing the scales',
    help: 'The same integers, executed, with their scale taken from the greatest weight, from all but the greatest few, or from what makes the squared error least.',
    format: 'Format',
    how: 'Scale from',
    int8_tensor: 'INT8, one scale a matrix',
    int4_32: 'INT4, groups of 32',
    min_max: 'the greatest',
    percentile: 'the {{share}} % that are smallest',
    mse: 'the least squared error',
  },
};
