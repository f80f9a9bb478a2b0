// The gallery of presets.
export const enLessons = {
  title: 'Lessons',
  lead: 'Each of these runs shows one thing. Open one, press the button, and watch; every setting can still be changed.',
  link: 'All lessons',
  group: {
    texts: 'Grow a writer',
    architectures: 'Other architectures',
    objectives: 'Other objectives',
    training: 'Ways of training, good and bad',
    tasks: 'Exact tasks',
  },
  about: 'about {{time}}',
  steps_one: '{{steps}} step',
  steps_other: '{{steps}} steps',
  sized: 'fits itself to this GPU',
  guessed:
    'The times are guesses from the work in each run. After the first run here they go by its measured speed.',
  measured: 'The times go by the speed of your latest run here.',
};
