export const enKept = {
  title: 'Kept runs',
  lead: 'Runs are kept in this browser while they train, at every held-out evaluation and whenever they stop: weights, optimiser, curves and texts. Open one and it goes on as if it had never stopped.',
  empty: 'Nothing is kept yet. Train a model: its first held-out evaluation puts it here.',
  total:
    'All together take {{size}}. When room runs out, the oldest runs that you have not named are dropped.',
  name: 'Name',
  date: 'Kept',
  steps: 'Steps',
  loss: 'Loss',
  size: 'Size',
  stepsOf: '{{step}} of {{all}}',
  open: 'Open',
  delete: 'Delete {{name}}',
  deleted: '“{{name}}” was deleted.',
  undo: 'Undo',
};
