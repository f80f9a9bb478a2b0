export const enSavedRuns = {
  offer: 'Resume from the checkpoint at step {{step, number}}',
  open: 'Open',
};
