// The gallery of presets.
export const enLessons = {
  title: 'Tutorials',
  lead: 'Preset runs that each demonstrate one effect. Open one and start it; every setting can be changed.',
  link: 'All tutorials',
  group: {
    texts: 'Text generation',
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
