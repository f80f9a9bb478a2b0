import { EXPERIMENTS } from '../../experiments/all';
import type { Verb } from './verb';

export const list: Verb = {
  name: 'list',
  summary: 'Lists the built-in experiments.',
  example: 'list',
  options: {},
  run() {
    for (const { id, title, tagline } of EXPERIMENTS)
      console.log(`${id}: ${title.en}. ${tagline.en}`);
    return Promise.resolve(0);
  },
};
