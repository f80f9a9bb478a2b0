export const enPruning = {
  title: 'Pruning sensitivity',
  help: 'Magnitude pruning from 0 to 90 %, per matrix and globally. Some points are followed by recovery training with the mask applied.',
  start: 'Prune from 0 to 90 %',
  restart: 'Run again',
  phase: {
    pruning: 'Pruning and evaluating',
    recovery: 'Recovery training',
    sensitivity: 'Layer sensitivity',
    calibration: 'Scale calibration',
  },
  line: {
    layer: 'per matrix',
    global: 'global',
    recovered: 'after recovery training',
    speed: 'decode tokens/s (right axis)',
    examples: 'examples/s (right axis)',
  },
  pruned: 'Sparsity',
  dense: 'Held-out loss without pruning: {{loss}}.',
  back: '{{amount}} % pruned: held-out loss {{loss}}, {{recovered}} after {{steps}} steps of recovery training ({{rise}} %): recovered to within 1 %.',
  notBack:
    '{{amount}} % pruned: held-out loss {{loss}}, {{recovered}} after {{steps}} steps of recovery training: still {{rise}} % above.',
  control:
    'Control: without pruning, the same {{steps}} steps of training give a held-out loss of {{loss}}. Compare the recovered models with this.',
  noFaster:
    'The dotted line is flat: unstructured zeros are multiplied like other numbers, so speed does not change and only the file gets smaller. For speed, prune heads, neurons or layers.',
  sensitivity: {
    help: 'Increase in held-out loss when only this matrix is changed. INT4 is simulated: values are rounded but stored as floats.',
    matrix: 'Matrix',
    weights: 'Weights',
    pruned: '50 % pruned',
  },
  calibration: {
    help: 'The same integer format with scales from the maximum, from a percentile, or minimizing the squared error.',
    format: 'Format',
    how: 'Calibration',
    int8_tensor: 'INT8, per tensor',
    int4_32: 'INT4, group size 32',
    min_max: 'min–max',
    percentile: 'percentile {{share}} %',
    mse: 'minimum MSE',
  },
};
