export const enSavedRuns = {
  title: 'Saved runs',
  lead: 'Runs are saved as checkpoints in this browser at every held-out evaluation and when they stop: weights, optimizer state, curves and samples. A saved run can be resumed exactly where it stopped.',
  empty: 'No saved runs yet. Train a model: it is saved at its first held-out evaluation.',
  total:
    'Total size: {{size}}. When the storage is full, the oldest runs without a name are deleted.',
  date: 'Saved',
  offer: 'Resume from the checkpoint at step {{step, number}}',
  stepsOf: '{{step, number}} of {{all, number}}',
  open: 'Open',
};
