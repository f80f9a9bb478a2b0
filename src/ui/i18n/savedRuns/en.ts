export const enSavedRuns = {
  openInstead: 'Stop it and open this run',
  stopsRun: 'Another run is training. It will be stopped and saved.',
  offer: 'Resume from the checkpoint at step {{step, number}}',
  open: 'Open',
};
