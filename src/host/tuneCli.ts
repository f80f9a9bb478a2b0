// `npm run lab -- tune sentiment`: the one-click experiment of the page and its comparison, headless.
import { EXAMPLE_SETS } from '../training/data/exampleSets';
import {
  fewShotEpochs,
  fineTuning,
  pretraining,
  PROMPT_LENGTH,
  scaledWarmup,
  TRAINING_ARGUMENTS,
  TUNING,
  type TuneMethod,
} from '../experiments/tune';
import { readTrainingArguments } from '../training/io/trainingArguments';
import { runConfigSchema } from '../training/run/config';
import { stepsFor } from '../training/run/duration';
import type { LocalLab } from './lab';
import type { TuneRequest, TuneResult } from './tuneResult';
import { meanAndSpread } from './tuneFigures';

interface TuneOptions {
  readonly methods: readonly TuneMethod[];
  readonly seeds: readonly number[];
  readonly train: number;
  /** Few-shot: so many examples of each class, also in the prompt of the untuned model. */
  readonly shots?: number | undefined;
}

function sentimentRequest({ methods, seeds, train: all, shots }: TuneOptions): TuneRequest {
  const { training: read } = readTrainingArguments(TRAINING_ARGUMENTS);
  const { num_train_epochs: wanted = 3, per_device_train_batch_size: batch = 8 } = read;
  const { id: set, validation, labels } = EXAMPLE_SETS[0]!;
  const isFew = shots !== undefined;
  const train = isFew ? shots * labels.length : all;
  const epochs = isFew ? fewShotEpochs(wanted, batch, train) : wanted;
  const timed = { ...read, num_train_epochs: epochs };
  const steps = stepsFor(timed, train);
  const warmup_steps = scaledWarmup(read.warmup_steps ?? 0, steps);
  const training = { ...timed, warmup_steps };
  const few = isFew && { perClass: shots, positions: PROMPT_LENGTH };
  const task = {
    corpus: 'reviews',
    size: 'small',
    set,
    train,
    steps,
    validation,
    training,
  } as const;
  const length = isFew ? PROMPT_LENGTH : undefined;
  return {
    pretrain: runConfigSchema.parse(pretraining('reviews', 'small', length)),
    seeds,
    inContext: isFew,
    arms: methods.map((id) => ({
      id,
      startsFromBase: id !== 'scratch',
      config: runConfigSchema.parse(
        fineTuning(id, { ...task, ...few, isAnswer: false, ...TUNING[id] }),
      ),
    })),
  };
}

/** Runs it, telling each result as it comes, and ends with the table. */
export async function tuneSentiment(lab: LocalLab, options: TuneOptions): Promise<TuneResult> {
  let told = 0;
  let stage = '';
  const result = await lab.tune(sentimentRequest(options), (update) => {
    const { live, asked } = update;
    const seed = update.stage === 'prompt' ? asked?.seed : live?.seed;
    const now = `${update.stage === 'prompt' ? 'in the prompt' : (live?.arm ?? 'base')} ${seed}`;
    if (seed !== undefined && now !== stage) console.error((stage = now));
    for (; told < update.result.runs.length; told++) {
      console.log(JSON.stringify(update.result.runs[told]));
    }
  });
  console.log(tableOf(result));
  return result;
}

function tableOf({ baseline, inContext, runs }: TuneResult): string {
  const percent = (values: readonly number[]): string => {
    const { mean, spread } = meanAndSpread(values);
    return `${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)}`;
  };
  const arms = [...new Set(runs.map(({ arm }) => arm))];
  const rows = arms.map((arm) => {
    const own = runs.filter((run) => run.arm === arm);
    const { trained, frozen } = own[0]!;
    const all = Math.max(trained, frozen);
    const forgot = own.flatMap(({ forgetting }) =>
      forgetting ? [forgetting.after - forgetting.before] : [],
    );
    return `| ${arm} | ${percent(own.map(({ accuracy }) => accuracy ?? 0))} | ${percent(own.map(({ macroF1 }) => macroF1 ?? 0))} | ${trained} | ${((100 * trained) / all).toFixed(1)} % | ${meanAndSpread(forgot).mean.toFixed(3)} |`;
  });
  return [
    '| Way | Right, % | Macro F1, % | Trained | Of all | Forgotten, nats |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    ...promptedRow(inContext, percent),
    `| counting words | ${percent(baseline.map(({ accuracy }) => accuracy))} | – | – | – | – |`,
  ].join('\n');
}

function promptedRow(
  inContext: TuneResult['inContext'],
  percent: (values: readonly number[]) => string,
): string[] {
  const [first] = inContext;
  if (!first) return [];
  const right = percent(inContext.map(({ accuracy }) => accuracy));
  const f1 = percent(inContext.map(({ macroF1 }) => macroF1 ?? 0));
  const shown = inContext.map((one) => one.shown).join(', ');
  return [`| ${shown} of ${first.offered} in the prompt | ${right} | ${f1} | 0 | 0.0 % | – |`];
}
