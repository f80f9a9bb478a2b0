import { openModels, checkModelNames } from '../models';
import { DEVICE, JSON_OUTPUT, openSession } from '../session';
import { UsageError, type Verb } from '../verb';

const CANDIDATES = 5;

export const fillMask: Verb = {
  name: 'fill-mask',
  takes: '<model>',
  summary:
    'Names the likeliest tokens behind each mask of a text: BERT, DistilBERT, in a Hugging Face folder or a zip of one.',
  example: `fill-mask my-bert --text 'Paris is the [MASK] of France.'`,
  options: {
    text: { value: 'TEXT', help: 'with one or more mask tokens' },
    'top-k': { value: 'N', help: `tokens of each mask (${CANDIDATES})` },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const path = call.positionals[0];
    const text = call.text('text');
    if (path === undefined) throw new UsageError('Which model? Name a folder or a zip file.');
    if (text === undefined) throw new UsageError('Which text? Give it as --text.');
    checkModelNames([path]);
    const most = call.number('top-k', { min: 1 }) ?? CANDIDATES;
    const session = await openSession(call);
    const { library, models } = await openModels(session, [path]);
    const { base, facts } = models[0]!;
    const { name } = facts;
    const { masks } = await library.fill({ base, text, most });
    await library.rest();
    if (call.has('json')) {
      const named = masks.map((candidates) =>
        candidates.map((one) => ({
          score: one.probability,
          token: one.id,
          token_str: one.text,
        })),
      );
      console.log(JSON.stringify({ model: name, text, masks: named }));
    } else {
      const lines = masks.map((candidates, index) =>
        [
          `mask ${index + 1}`,
          ...candidates.map(
            (one) => `${(100 * one.probability).toFixed(2).padStart(7)} %  ${one.text}`,
          ),
        ].join('\n'),
      );
      console.log(lines.join('\n\n'));
    }
    return 0;
  },
};
