import { METHOD_DEFAULTS, type FinetuneMethod } from '../../experiments/finetune';
import { EXAMPLE_SETS } from '../../training/data/examples/exampleSets';
import type { LocalLab } from '../lab/lab';
import type { StudyUpdate } from '../protocol/study';
import type { FinetuneRequest } from '../protocol/finetune';
import { runStudy } from './progress';
import type { Quantization } from '../../training/run/finetuningConfig';
import { DEVICE, openSession } from './session';
import { FINETUNE_DEFAULTS, finetuneRequest } from '../studies/finetune/request';
import { finetuneReport } from './finetuneReport';
import { UsageError, type Verb } from './verb';

const SETS: Readonly<Record<string, (typeof EXAMPLE_SETS)[number]>> = {
  sentiment: EXAMPLE_SETS[0]!,
  ...Object.fromEntries(EXAMPLE_SETS.map((set) => [set.id, set])),
};
const DEFAULT_TRAIN = 256;

export const finetune: Verb = {
  name: 'finetune',
  takes: Object.keys(SETS).join('|'),
  summary:
    'Fine-tunes a small pretrained GPT on examples or preference pairs (DPO), with several methods and seeds.',
  example: 'finetune sentiment --methods full,lora --seeds 1,2',
  options: {
    methods: {
      value: 'full,lora,…',
      help: `default: full,lora,scratch; of ${Object.keys(METHOD_DEFAULTS).join(', ')}`,
    },
    r: { value: 'N', help: `rank of adapters (${FINETUNE_DEFAULTS.r})` },
    'lora-alpha': { value: 'X', help: `their alpha (${FINETUNE_DEFAULTS.lora_alpha})` },
    quantization: { value: 'int8|int4', help: 'of qlora and qat (int4)' },
    beta: { value: 'X', help: `of preference pairs (${FINETUNE_DEFAULTS.beta})` },
    'label-smoothing': { value: 'X', help: 'of preference pairs (0)' },
    'use-rslora': { help: 'scale them by alpha / sqrt(r) instead of alpha / r' },
    seeds: { value: '1,2,3', help: 'data order, examples and output layer of each' },
    train: { value: 'N', help: `training examples (${DEFAULT_TRAIN})` },
    shots: {
      value: '4,16,64',
      help: 'few-shot instead: examples of each class, also in the prompt',
    },
    device: DEVICE,
  },
  async run(call) {
    const set = SETS[call.positionals[0] ?? ''];
    if (!set) throw new UsageError(`Known datasets: ${Object.keys(SETS).join(', ')}.`);
    const methods = (call.list('methods') ?? ['full', 'lora', 'scratch']).map((name) => {
      if (Object.hasOwn(METHOD_DEFAULTS, name)) return name as FinetuneMethod;
      throw new UsageError(
        `There is no method "${name}". Known: ${Object.keys(METHOD_DEFAULTS).join(', ')}.`,
      );
    });
    const seeds = numbers('seeds', call.list('seeds') ?? ['1', '2', '3']);
    const train = call.number('train', { min: 2 }) ?? DEFAULT_TRAIN;
    const settings = {
      r: call.number('r', { min: 1 }) ?? FINETUNE_DEFAULTS.r,
      lora_alpha: call.number('lora-alpha', { isWhole: false }) ?? FINETUNE_DEFAULTS.lora_alpha,
      beta: call.number('beta', { isWhole: false }) ?? FINETUNE_DEFAULTS.beta,
      label_smoothing:
        call.number('label-smoothing', { isWhole: false }) ?? FINETUNE_DEFAULTS.label_smoothing,
      use_rslora: call.has('use-rslora'),
      quantization: quantizationOf(call.text('quantization') ?? FINETUNE_DEFAULTS.quantization),
    };
    const shots = call.list('shots');
    const counts = shots ? numbers('shots', shots) : [undefined];
    const { lab } = await openSession(call);
    for (const count of counts) {
      const runs = count === undefined ? 'compare' : 'few';
      const chosen = { set: set.id, train, runs, shots: count ?? 1 } as const;
      const choices = { ...FINETUNE_DEFAULTS, ...settings, ...chosen };
      await study(lab, finetuneRequest(choices, 'small', null, { methods, seeds }));
    }
    return 0;
  },
};

function quantizationOf(name: string): Quantization {
  if (name === 'int8' || name === 'int4') return name;
  throw new UsageError(`--quantization is int8 or int4, not "${name}".`);
}

function numbers(name: string, list: readonly string[]): number[] {
  const values = list.map(Number);
  if (values.every((value) => Number.isSafeInteger(value) && value > 0)) return values;
  throw new UsageError(`--${name} needs positive integers with commas between.`);
}

/** Runs it, printing each result as it comes, and ends with the table. */
async function study(lab: LocalLab, request: FinetuneRequest): Promise<void> {
  let reported = 0;
  const describe = ({ progress: { piece }, result: { runs } }: StudyUpdate<'finetune'>): string => {
    for (; reported < runs.length; reported++) console.log(JSON.stringify(runs[reported]));
    return piece ? `${piece.arm ?? 'base'} ${piece.seed}` : '';
  };
  const result = await runStudy(lab, 'finetune', request, describe);
  console.log(finetuneReport(result));
}
