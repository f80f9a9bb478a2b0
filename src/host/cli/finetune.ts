import {
  FINETUNE_DEFAULTS,
  PLAIN_TEXT,
  finetuneRequest,
  isPreference,
  setOf,
  type FinetuneRuns,
} from '../studies/finetune/request';
import type { DataCard } from '../../experiments/cards/dataCard';
import { findDataCard } from '../../experiments/cards/dataCards';
import { METHOD_DEFAULTS, type FinetuneMethod, type MadeModel } from '../../experiments/finetune';
import type { FoundExamples } from '../../training/data/examples/exampleRows';
import { EXAMPLE_SETS, OWN_EXAMPLES } from '../../training/data/examples/exampleSets';
import type { LocalLab } from '../lab/lab';
import type { StudyUpdate } from '../protocol/study';
import type { FinetuneRequest } from '../protocol/finetune';
import { runStudy } from './reports/progress';
import type { Quantization } from '../../training/run/finetuningConfig';
import { isOnDisk } from '../node/files';
import { readCard } from './hub';
import {
  BASE,
  checkModelNames,
  openBase,
  readExampleFile,
  tellRemarks,
  type WantedKind,
} from './models';
import { DEVICE, JSON_OUTPUT, openSession } from './session';
import { chosenText } from './text';
import { textRowsOf } from './textRows';
import { finetuneProgress } from './reports/finetuneProgress';
import { finetuneReport } from './reports/finetuneReport';
import { UsageError, type Call, type Verb } from './verb';

/** The first set's task. */
const SENTIMENT = 'sentiment';
const SETS = EXAMPLE_SETS.map(({ id }) => id);

export const finetune: Verb = {
  name: 'finetune',
  takes: `${[SENTIMENT, ...SETS, '<file>', '<card>'].join('|')}[,…]`,
  summary:
    'Fine-tunes a model on a built-in dataset or on the examples of a file (CSV, TSV, JSON, JSONL, Parquet), or on a dataset of the Hub by its card ("cards": sst2, mrpc, imdb, …), by labels, answers or preference pairs (DPO), with several methods and seeds; a small GPT is pretrained first where no model is given. Several with commas between are learned at once (multi-task); one of them may be a file or a card.',
  example: 'finetune sentiment --methods full,lora --seeds 1,2',
  options: {
    methods: {
      value: 'full,lora,…',
      help: `default: full,lora,scratch; of ${Object.keys(METHOD_DEFAULTS).join(', ')}`,
    },
    r: { value: 'N', help: `rank of adapters (${FINETUNE_DEFAULTS.r})` },
    'lora-alpha': { value: 'X', help: `their alpha (${FINETUNE_DEFAULTS.lora_alpha})` },
    quantization: { value: 'int8|int4', help: 'of qlora and qat (int4)' },
    regression: { help: 'read the label column of a file as numbers to predict' },
    preferences: { help: 'read the rows of a file as preference pairs: prompt, chosen, rejected' },
    beta: { value: 'X', help: `of preference pairs (${FINETUNE_DEFAULTS.beta})` },
    'label-smoothing': { value: 'X', help: 'of preference pairs (0)' },
    'use-rslora': { help: 'scale them by alpha / sqrt(r) instead of alpha / r' },
    seeds: { value: '1,2,3', help: 'data order, examples and output layer of each' },
    train: { value: 'N', help: 'training examples (256; of prompts with answers in the box more)' },
    shots: {
      value: '4,16,64',
      help: 'few-shot instead: examples of each class, also in the prompt',
    },
    text: {
      value: 'CORPUS|FILE,…',
      help: 'continue pretraining on plain text instead; several are mixed by share and stage: letters:3,story:1@0.5',
    },
    steps: { value: 'N', help: `of --text (${FINETUNE_DEFAULTS.steps})` },
    general: {
      value: 'CORPUS|FILE',
      help: 'what the base knows, to measure forgetting; where left out, what it was trained on',
    },
    weights: { value: '1,0.5,…', help: 'of the losses of several datasets, in their order (1)' },
    'held-out': { value: 'SPLIT', help: "the split of a card's dataset to be evaluated on" },
    model: { value: 'gpt|t5', help: 'what is pretrained first where no --base is given (gpt)' },
    base: BASE,
    device: DEVICE,
    json: { ...JSON_OUTPUT, help: 'print the result as JSON, and nothing else' },
  },
  async run(call) {
    const texts = await textRowsOf(call);
    refuseUnused(call, texts !== null);
    const general = call.text('general');
    const known = general === undefined ? undefined : await chosenText(general);
    const { first: name, more } = setsNamed(call.positionals[0] ?? (texts ? SENTIMENT : ''));
    const card = isSet(name) || isOnDisk(name) ? undefined : findDataCard(name);
    if (!card) call.refuse(['held-out'], 'datasets of the Hub');
    if (isSet(name) || card) call.refuse(['regression', 'preferences'], 'the rows of a file');
    const own = card
      ? await examplesOfCard(card, call.text('held-out'))
      : await examplesOf(name, wantedKind(call));
    const set = texts ? PLAIN_TEXT : own ? OWN_EXAMPLES : setNamed(name);
    const methods = (call.list('methods') ?? ['full', 'lora', 'scratch']).map((name) => {
      if (Object.hasOwn(METHOD_DEFAULTS, name)) return name as FinetuneMethod;
      throw new UsageError(
        `There is no method "${name}". Known: ${Object.keys(METHOD_DEFAULTS).join(', ')}.`,
      );
    });
    const seeds = numbers('seeds', call.list('seeds') ?? ['1', '2', '3']);
    const wanted = call.number('train', { min: 2 });
    const train = wanted ?? setOf({ set }).train;
    if (more.length > 0 && isPreference({ set }, own))
      throw new UsageError('Preference pairs are learned alone.');
    if (more.length > 0) call.refuse(['shots'], 'one dataset');
    else call.refuse(['weights'], 'several datasets');
    const [weight, ...others] = weightsOf(call.list('weights'), more.length + 1);
    const settings = {
      r: call.number('r', { min: 1 }) ?? FINETUNE_DEFAULTS.r,
      lora_alpha: call.number('lora-alpha', { isWhole: false }) ?? FINETUNE_DEFAULTS.lora_alpha,
      beta: call.number('beta', { isWhole: false }) ?? FINETUNE_DEFAULTS.beta,
      label_smoothing:
        call.number('label-smoothing', { isWhole: false }) ?? FINETUNE_DEFAULTS.label_smoothing,
      use_rslora: call.has('use-rslora'),
      quantization: quantizationOf(call.text('quantization') ?? FINETUNE_DEFAULTS.quantization),
    };
    const made = madeModel(call.text('model') ?? FINETUNE_DEFAULTS.made);
    const shots = call.list('shots');
    const counts = shots ? numbers('shots', shots) : [undefined];
    const path = call.text('base');
    if (path !== undefined) checkModelNames([path]);
    const session = await openSession(call);
    const base = path === undefined ? null : await openBase(session, path);
    for (const count of counts) {
      const runs: FinetuneRuns = count === undefined ? 'compare' : 'few';
      const chosen = {
        base,
        made,
        set,
        train,
        runs,
        shots: count ?? 1,
        ...(texts && { texts: texts.rows }),
        weight: weight!,
        more: more.map((id, index) => ({
          set: id,
          train: wanted ?? setOf({ set: id }).train,
          weight: others[index]!,
        })),
        steps: call.number('steps', { min: 1 }) ?? FINETUNE_DEFAULTS.steps,
      };
      const choices = { ...FINETUNE_DEFAULTS, ...settings, ...chosen };
      const requested = finetuneRequest(choices, 'small', own, { methods, seeds });
      const text = requested.text && { ...requested.text, supplied: texts?.supplied };
      const request = { ...requested, ...(text && { text }), ...(known && { general: known }) };
      await study(session.lab, request, call.has('json'));
    }
    return 0;
  },
};

/** What a text would leave unread, and examples. @throws UsageError */
function refuseUnused(call: Call, hasText: boolean): void {
  const [name] = call.positionals;
  if (!hasText) return call.refuse(['steps'], '--text; the epochs of examples decide');
  if (name !== undefined) throw new UsageError(`Either "${name}" or --text, not both.`);
  call.refuse(['shots', 'weights', 'train', 'held-out', 'regression', 'preferences'], 'examples');
}

function quantizationOf(name: string): Quantization {
  if (name === 'int8' || name === 'int4') return name;
  throw new UsageError(`--quantization is int8 or int4, not "${name}".`);
}

function madeModel(name: string): MadeModel {
  if (name === 'gpt' || name === 't5') return name;
  throw new UsageError(`--model is gpt or t5, not "${name}".`);
}

const setNamed = (name = ''): string => {
  const id = name === SENTIMENT ? SETS[0]! : SETS.find((one) => one === name);
  if (id) return id;
  throw new UsageError(
    `"${name}" is neither a file nor a dataset. Known: ${SETS.join(', ')}, and the cards that "cards" lists.`,
  );
};

/** At most one is a file or a card, which comes first. */
function setsNamed(given: string): { first: string; more: string[] } {
  if (!given.includes(',') || isOnDisk(given)) return { first: given, more: [] };
  const names = given.split(',').map((name) => name.trim());
  const read = names.filter((name) => !isSet(name));
  if (read.length > 1)
    throw new UsageError(`One of several datasets may be a file or a card, not ${read.length}.`);
  const ids = names.map((name) => (isSet(name) ? setNamed(name) : name));
  if (new Set(ids).size < ids.length) throw new UsageError('A dataset is listed twice.');
  const [first = '', ...more] = ids;
  const file = more.find((id) => !isSet(id));
  if (file !== undefined)
    throw new UsageError(`Name "${file}" first, then the datasets that are built in.`);
  if (more.includes('preferences')) throw new UsageError('Preference pairs are learned alone.');
  return { first, more };
}

function weightsOf(list: readonly string[] | undefined, count: number): number[] {
  if (!list) return Array<number>(count).fill(1);
  const values = list.map(Number);
  if (values.length === count && values.every((value) => value > 0 && value <= 1000)) return values;
  throw new UsageError(`--weights needs ${count} positive numbers with commas between.`);
}

const wantedKind = (call: Call): WantedKind | undefined =>
  call.has('preferences') ? 'preferences' : call.has('regression') ? 'scores' : undefined;

const isSet = (name: string): boolean => name === SENTIMENT || SETS.some((id) => id === name);

/** Of a data set of the hub, with the split that it is measured on. */
async function examplesOfCard({ id, use }: DataCard, heldOut?: string): Promise<FoundExamples> {
  if (use.kind === 'text')
    throw new UsageError(`${id} is plain text, without examples: open it on the Data page.`);
  const { found, repository, split } = await readCard(id, heldOut);
  const { examples, labels, rows, left, remarks, metrics = [] } = found;
  const measured = split === undefined ? 'a share' : `${found.heldOut?.length} of ${split}`;
  const facts = [
    `${repository}: ${examples.length} examples of ${rows} rows, ${left} left out`,
    `held out: ${measured}; metrics: ${metrics.join(', ')}`,
    ...(labels.length > 1 ? [`classes: ${labels.join(', ')}`] : []),
  ];
  console.error(facts.join('; '));
  tellRemarks(id, remarks);
  return found;
}

/** Of a file; null where none is named so. */
async function examplesOf(name: string, wanted?: WantedKind): Promise<FoundExamples | null> {
  if (isSet(name) || !isOnDisk(name)) return null;
  const { found, mapping } = await readExampleFile(name, wanted);
  const { examples, labels, rows, left } = found;
  const { text, second, result, kind } = mapping;
  const isPair = (kind === 'classes' || kind === 'scores') && second !== undefined;
  const inputs = [...text, ...(isPair ? [second] : [])].join(' + ');
  const facts = [
    `${name}: ${examples.length} examples of ${rows} rows, ${left} left out`,
    `input: ${inputs}, ${kind}: ${result}${wanted === 'preferences' ? ` over ${second}` : ''}`,
    ...(labels.length > 1 ? [`classes: ${labels.join(', ')}`] : []),
  ];
  console.error(facts.join('; '));
  return found;
}

function numbers(name: string, list: readonly string[]): number[] {
  const values = list.map(Number);
  if (values.every((value) => Number.isSafeInteger(value) && value > 0)) return values;
  throw new UsageError(`--${name} needs positive integers with commas between.`);
}

/** Runs it, printing each result as it comes, and ends with the table. */
async function study(lab: LocalLab, request: FinetuneRequest, isJson: boolean): Promise<void> {
  let reported = 0;
  const progress = finetuneProgress();
  const describe = (update: StudyUpdate<'finetune'>): string => {
    const { runs } = update.result;
    for (; !isJson && reported < runs.length; reported++)
      console.log(JSON.stringify(runs[reported]));
    return progress(update);
  };
  const result = await runStudy(lab, 'finetune', request, describe);
  console.log(isJson ? JSON.stringify(result) : finetuneReport(result));
}
