import {
  GENERATION_NUMBERS,
  parseGeneration,
  snakeCase,
  type GenerationInput,
  type NumberName,
  type NumberSetting,
} from '../../../training/generate/generationConfig';
import { fillsMasks, isGenerativeFamily } from '../../../training/models/families';
import type { Assistance, Written } from '../../protocol/models';
import {
  constraintOf,
  GENERATION_LISTS,
  GENERATION_HELP,
  listOf,
  readGenerationFile,
} from './settings';
import { checkModelNames, openModels } from '../models';
import { DEVICE, JSON_OUTPUT, openSession } from '../session';
import { UsageError, type Call, type Verb, type VerbOption } from '../verb';

const NUMBERS = Object.keys(GENERATION_NUMBERS) as NumberName[];
const flagOf = (name: string): string => snakeCase(name).replaceAll('_', '-');

const numberOption = (name: NumberName): VerbOption => {
  const { default: usual }: NumberSetting = GENERATION_NUMBERS[name];
  return { value: 'N', help: GENERATION_HELP[name] + (usual === null ? '' : ` (${usual})`) };
};

export const generate: Verb = {
  name: 'generate',
  takes: '<model>',
  summary:
    'Continues a prompt with a model on this disk (a Hugging Face folder or a zip of one); an encoder-decoder (T5) reads the prompt and writes what it makes of it.',
  example: `generate my-model --prompt 'Once upon a time' --num-return-sequences 3 --max-length 100`,
  options: {
    prompt: { value: 'TEXT', help: 'what is continued, or read' },
    ...Object.fromEntries(NUMBERS.map((name) => [flagOf(name), numberOption(name)])),
    ...Object.fromEntries(
      Object.entries(GENERATION_LISTS).map(([name, { value, isMultiple, help }]) => [
        flagOf(name),
        { value, multiple: isMultiple, help },
      ]),
    ),
    'early-stopping': {
      value: 'true|false|never',
      help: 'of beams: when the search ends once there are as many texts as beams (false)',
    },
    regex: { value: 'PATTERN', help: 'the whole text matches it' },
    'json-schema': { value: 'FILE', help: 'the text is JSON that satisfies the schema' },
    'json-object': { help: 'the text is a JSON object' },
    draft: { value: 'MODEL', help: 'a smaller model that proposes tokens (speculative decoding)' },
    config: { value: 'FILE', help: 'settings as in generation_config.json; options go before' },
    details: { help: 'with the probability of each token, as JSON' },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const path = call.positionals[0];
    if (path === undefined) throw new UsageError('Which model? Name a folder or a zip file.');
    const draft = call.text('draft');
    const names = draft === undefined ? [path] : [path, draft];
    checkModelNames(names);
    const prompt = call.text('prompt') ?? '';
    const settings = settingsOf(call);
    checked(settings);
    const session = await openSession(call);
    const { library, models } = await openModels(session, names);
    const { base, facts: model } = models[0]!;
    if (!model.writes) {
      const instead = fillsMasks(model.config) ? ' It fills masks: npm run lab -- fill-mask.' : '';
      throw new UsageError(`${model.name} does not generate text.${instead}`);
    }
    const continues = isGenerativeFamily(model.config.family);
    if (continues && prompt === '' && model.assumedStart !== undefined)
      console.error(`The prompt is empty: the text goes on behind ${model.assumedStart}.`);
    const written = await library.write(
      { base, prompt, ...settings, assistant: models[1]?.base },
      () => undefined,
    );
    await library.rest();
    if (call.has('json') || settings.details)
      console.log(JSON.stringify({ model: model.name, prompt, ...checked(settings), ...written }));
    else console.log(reportOf(written, continues ? prompt : ''));
    return 0;
  },
};

const reportOf = ({ texts, scores, assistance }: Written, prompt: string): string =>
  [
    ...texts.map((text, i) => prompt + text + (scores ? `\n(score ${scores[i]!.toFixed(4)})` : '')),
    ...(assistance ? [assistanceReport(assistance)] : []),
  ].join('\n\n');

function assistanceReport({ proposed, accepted, passes, tokens, speedRatio }: Assistance): string {
  const rate =
    proposed === 0 ? 'none was proposed' : `${((100 * accepted) / proposed).toFixed(1)} %`;
  const each = passes === 0 ? 0 : tokens / passes;
  const speed = speedRatio === null ? '' : `, ${speedRatio.toFixed(2)} × the speed without`;
  return `(acceptance rate ${rate}: ${accepted} of ${proposed}; ${each.toFixed(2)} tokens a pass${speed})`;
}

/** @throws UsageError in place of what the schema refuses */
function checked(settings: GenerationInput) {
  try {
    return parseGeneration(settings);
  } catch (thrown) {
    throw new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function settingsOf(call: Call): GenerationInput {
  const file = call.text('config');
  const settings: Record<string, unknown> = file === undefined ? {} : readGenerationFile(file);
  for (const name of NUMBERS) {
    const text = call.text(flagOf(name));
    if (text !== undefined) settings[name] = text.trim() === '' ? text : Number(text);
  }
  for (const [name, { isMultiple }] of Object.entries(GENERATION_LISTS)) {
    const given = isMultiple ? call.all(flagOf(name)) : [call.text(flagOf(name))];
    const texts = given.filter((text) => text !== undefined);
    if (texts.length > 0) settings[name] = isMultiple ? texts : listOf(flagOf(name), texts[0]!);
  }
  const stopping = call.text('early-stopping');
  if (stopping !== undefined)
    settings.earlyStopping = stopping === 'true' || (stopping === 'false' ? false : stopping);
  if (call.has('details')) settings.details = true;
  const constraint = constraintOf(call);
  if (constraint) settings.constraint = constraint;
  return settings as GenerationInput;
}
