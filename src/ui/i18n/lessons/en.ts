// The gallery of presets.
export const enLessons = {
  title: 'Lessons',
  lead: 'Models that are trained already, and preset runs that each demonstrate one effect. Every setting of a run can be changed.',
  experiments: {
    title: 'Experiments',
    lead: 'Train a language model on a text: one of these, or your own. Every setting can be changed.',
  },
  ready: 'Ready-made models',
  readyLead: 'Trained already: write with one, look inside it, or replay how it learned.',
  group: {
    architectures: 'Architectures',
    objectives: 'Training objectives',
    training: 'Training dynamics',
    tasks: 'Algorithmic tasks',
  },
  about: 'about {{time}}',
  steps_one: '{{count, number}} step',
  steps_other: '{{count, number}} steps',
  sized: 'sized for this device',
  guessed: 'Durations are estimated from the FLOPs of each run until a run has been measured here.',
  measured: 'Durations are estimated from the speed of the latest run here.',
};
