import { fillsMasks, isGenerativeFamily } from '../../training/models/families';
import { checkModelNames, openModels } from './models';
import { DEVICE, JSON_OUTPUT, openSession } from './session';
import { UsageError, type Call, type Verb } from './verb';

const DEFAULTS = { temperature: 0.8, topK: 40, topP: 1, repetitionPenalty: 1, seed: 1 };

export const generate: Verb = {
  name: 'generate',
  takes: '<model>',
  summary:
    'Continues a prompt with a model on this disk (a Hugging Face folder or a zip of one); an encoder-decoder (T5) reads the prompt and writes what it makes of it.',
  example: `generate my-model --prompt 'Once upon a time' --sequences 3 --max-length 100`,
  options: {
    prompt: { value: 'TEXT', help: 'what is continued, or read' },
    sequences: { value: 'N', help: 'continuations (1)' },
    'max-new-tokens': { value: 'N', help: 'tokens behind the prompt (50)' },
    'max-length': { value: 'N', help: 'tokens with those of the prompt' },
    temperature: { value: 'N', help: `0 is greedy (${DEFAULTS.temperature})` },
    'top-k': { value: 'N', help: `0 keeps all (${DEFAULTS.topK})` },
    'top-p': { value: 'N', help: `1 keeps all (${DEFAULTS.topP})` },
    'repetition-penalty': { value: 'N', help: `1 is none (${DEFAULTS.repetitionPenalty})` },
    seed: { value: 'N', help: `of the random draws (${DEFAULTS.seed})` },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const path = call.positionals[0];
    if (path === undefined) throw new UsageError('Which model? Name a folder or a zip file.');
    checkModelNames([path]);
    const request = requestOf(call);
    const session = await openSession(call);
    const { library, models } = await openModels(session, [path]);
    const { base, facts: model } = models[0]!;
    if (!model.writes) {
      const instead = fillsMasks(model.config) ? ' It fills masks: npm run lab -- fill-mask.' : '';
      throw new UsageError(`${model.name} does not generate text.${instead}`);
    }
    const continues = isGenerativeFamily(model.config.family);
    const { prompt } = request;
    if (continues && prompt === '' && model.assumedStart !== undefined)
      console.error(`The prompt is empty: the text goes on behind ${model.assumedStart}.`);
    const { texts } = await library.write({ base, ...request }, () => undefined);
    await library.rest();
    if (call.has('json')) console.log(JSON.stringify({ ...request, model: model.name, texts }));
    else console.log(texts.map((text) => (continues ? prompt + text : text)).join('\n\n'));
    return 0;
  },
};

function requestOf(call: Call) {
  const share = { min: 0, isWhole: false };
  const topP = call.number('top-p', share) ?? DEFAULTS.topP;
  if (topP === 0 || topP > 1)
    throw new UsageError('--top-p needs a number above 0 and of at most 1.');
  return {
    prompt: call.text('prompt') ?? '',
    sequences: call.number('sequences', { min: 1 }) ?? 1,
    maxNewTokens: call.number('max-new-tokens', { min: 1 }),
    maxLength: call.number('max-length', { min: 1 }),
    temperature: call.number('temperature', share) ?? DEFAULTS.temperature,
    topK: call.number('top-k') ?? DEFAULTS.topK,
    topP,
    repetitionPenalty:
      call.number('repetition-penalty', { min: 0.01, isWhole: false }) ??
      DEFAULTS.repetitionPenalty,
    seed: call.number('seed') ?? DEFAULTS.seed,
  };
}
