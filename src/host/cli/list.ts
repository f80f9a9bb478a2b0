import { EXPERIMENTS } from '../../experiments/all';
import { JSON_OUTPUT } from './session';
import type { Verb } from './verb';

export const list: Verb = {
  name: 'list',
  summary: 'Lists the built-in experiments.',
  example: 'list',
  options: { json: JSON_OUTPUT },
  run(call) {
    if (call.has('json')) console.log(JSON.stringify(EXPERIMENTS));
    else
      for (const { id, title, tagline } of EXPERIMENTS)
        console.log(`${id}: ${title.en}. ${tagline.en}`);
    return Promise.resolve(0);
  },
};
