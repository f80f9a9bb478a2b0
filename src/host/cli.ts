// The lab without a page: `npm run lab -- train <experiment> [--set key=value …]`, `devices`, `list`.
// Runs the very same experiments in Node on Dawn, on whatever adapter there is.
import { TRIALS } from '../experiments/trials';
import { openDevice } from '../gpu/device';
import { EXPERIMENTS, findExperiment } from '../experiments/all';
import { exportFolder } from '../training/io/exportFolder';
import { runConfigSchema, type RunConfig } from '../training/run/config';
import { COPY } from './compareRepeat';
import { defaultVariants } from './variantDefaults';
import { compareRun, isCompareFormat } from './compareCli';
import { CLASS_SETS, isClassSet } from '../experiments/distil';
import { distilInNode } from './distilCli';
import { sweepRun } from './sweepCli';
import { pipelineVariants, readStages } from './variantSpec';
import { findDrivers, openNodeGpu } from './drivers';
import { TUNING, type TuneMethod } from '../experiments/tune';
import { tuneSentiment } from './tuneCli';
import { toErrorData } from './labError';
import { LocalLab } from './lab';
import { readAssetInNode, readTextInNode, writeFolder } from './nodeFiles';
import type { EvalPoint, LabEvent, RunEvent } from './protocol';

const USAGE = `npm run lab -- <command>
  devices                      the adapters that can be used here
  list                         the ready-made experiments
  train <experiment>           train one
    --steps N                  stop after N steps
    --set key=value            change a setting, e.g. --set training.learning_rate=0.002
    --text FILE                your own text (for own-text and tiny-shakespeare)
    --auto-size                let a probe choose the model for this adapter
    --device NAME              one of "devices"
    --export DIR               write the trained model there as a Hugging Face folder
    --json                     one JSON object a line instead of a progress bar
  compare <experiment>         train one, then compare its compressed variants; options as for train
    --recovery N               steps of recovery training
    --rounds N                 measured rounds, at least (10)
    --texts 2,4,8              also times several texts at once (on a CPU playing a GPU only on request)
    --watts N                  power of the board, for an estimate of the energy
    --pipeline JSON            stages instead of the usual variants, each with what it gained, e.g.
                               '[{"kind":"prune"},{"kind":"recover","steps":100},{"kind":"int8"}]'
    --format NAME              markdown, json (also --json), jsonl, csv
    --keep ID                  with --export: writes this variant there instead, e.g. int8 or stage_2
    --repeat                   does it twice, with a copy among them, and tells what moved
  sweep <experiment>           train one, then prune it from 0 to 90 %; options as for train
    --recovery N, --json
  distil [reviews|reviews_zh|finance]
                               teacher, student alone, student taught, and that in INT8, over seeds:
                               language models, or classifiers of these examples
    --set key=value            a setting of the distillation, e.g. --set temperature=2
    --teacher key=value        a setting of the teacher's run, e.g. --teacher training.max_steps=300
    --rounds N, --auto-size, --device NAME, --json
  tune sentiment               a small GPT that has read reviews learns praise from blame
    --methods full,lora,…      ways of tuning (full,lora,scratch)
    --seeds 1,2,3              other examples, output layer and order each
    --train N                  examples to learn from (256)
    --shots 4,16,64            few-shot instead: examples of each class, also in the prompt
    --device NAME`;

interface Options {
  readonly positional: readonly string[];
  readonly flags: ReadonlyMap<string, string[]>;
}

const SWITCHES = new Set(['json', 'repeat', 'auto-size', 'help']);

export function parseArguments(args: readonly string[]): Options {
  const positional: string[] = [];
  const flags = new Map<string, string[]>();
  for (let index = 0; index < args.length; index++) {
    const word = args[index]!;
    if (!word.startsWith('--')) {
      positional.push(word);
      continue;
    }
    const name = word.slice(2);
    const value = SWITCHES.has(name) ? 'true' : args[++index];
    if (value === undefined) throw new Error(`--${name} needs a value.\n${USAGE}`);
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return { positional, flags };
}

/** Sets `a.b=c` on a copy; the value is JSON where it parses as such, else a string. */
export function withSettings(config: object, settings: readonly string[]): RunConfig {
  const parsed = runConfigSchema.safeParse(changed(config, settings));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`This is no valid run:\n  ${issues.join('\n  ')}`);
}

function changed(config: object, settings: readonly string[]): Record<string, unknown> {
  const copy = structuredClone(config) as Record<string, unknown>;
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 0) throw new Error(`--set takes key=value, got "${setting}".`);
    const path = setting.slice(0, at).split('.');
    let place = copy;
    for (const key of path.slice(0, -1)) {
      place[key] ??= {};
      place = place[key] as Record<string, unknown>;
    }
    const text = setting.slice(at + 1);
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // Not JSON: a plain string.
    }
    place[path.at(-1)!] = value;
  }
  return copy;
}

async function devices(): Promise<void> {
  for (const { name, file } of findDrivers()) {
    try {
      const { facts, device } = await openDevice(openNodeGpu(name));
      const features = [
        facts.f16 && 'f16',
        facts.subgroups && `subgroups of ${facts.subgroupSize}`,
        facts.dot4 && 'dot4',
      ];
      const words = [
        facts.description || facts.architecture,
        ...features.filter(Boolean),
        `${facts.maxInvocations} invocations`,
      ];
      console.log(`${name}: ${words.join(', ')}${file ? ` (${file})` : ''}`);
      device.destroy();
    } catch (thrown) {
      console.log(`${name}: ${toErrorData(thrown).message}`);
    }
  }
}

async function train({ positional, flags }: Options): Promise<number> {
  const id = positional[1];
  const experiment = findExperiment(id) ?? TRIALS.find((trial) => trial.id === id);
  if (!experiment) {
    console.error(
      `There is no experiment "${id ?? ''}". Known: ${[...EXPERIMENTS, ...TRIALS].map((one) => one.id).join(', ')}.`,
    );
    return 2;
  }
  const steps = flags.get('steps')?.at(-1);
  const settings = [...(flags.get('set') ?? []), ...(steps ? [`training.max_steps=${steps}`] : [])];
  const config = withSettings(experiment.config, settings);
  const file = flags.get('text')?.at(-1);
  const text = file === undefined ? undefined : await readTextInNode(file);
  const lab = new LocalLab(openNodeGpu(flags.get('device')?.at(-1)), readAssetInNode);
  // A comparison's report has the standard output for itself.
  const isQuiet = positional[0] === 'compare' || positional[0] === 'sweep';
  const isJson = flags.has('json');
  const show = isQuiet ? () => undefined : isJson ? showJson : showProgress();
  let failed = false;
  await lab.subscribe((event: LabEvent) => {
    if (event.type !== 'run') return;
    if (event.event.type === 'state' && event.event.state === 'failed') failed = true;
    show(event.event);
  });
  const device = await lab.open();
  if (device.status !== 'ready') {
    console.error(device.status === 'missing' ? device.detail : `The device is ${device.status}.`);
    return 1;
  }
  const { adapter } = device;
  if (!isJson && !isQuiet) console.log(`On ${adapter.description || adapter.architecture}.`);
  process.once('SIGINT', () => void lab.stop('cli'));
  await lab.start({
    runId: 'cli',
    config,
    autoSize: flags.has('auto-size'),
    ...(flags.has('steps') && { maxSteps: Number(flags.get('steps')?.at(-1)) }),
    ...(text && { text }),
  });
  await lab.finished('cli');
  if (!failed && positional[0] === 'compare') await compare(lab, config, flags);
  if (!failed && positional[0] === 'sweep') {
    const recovery = flags.get('recovery')?.at(-1);
    const steps = recovery !== undefined && { recoverySteps: Number(recovery) };
    await sweepRun(lab, { runId: 'cli', ...steps }, isJson);
  }
  const directory = flags.get('export')?.at(-1);
  if (!failed && directory) {
    const kept = flags.get('keep')?.at(-1);
    const exported =
      kept === undefined ? await lab.exported('cli') : (await lab.variant(kept)).exported;
    await writeFolder(directory, exportFolder(exported));
  }
  return failed ? 1 : 0;
}

async function distil({ positional, flags }: Options): Promise<number> {
  const task = positional[1];
  if (task !== undefined && !isClassSet(task)) {
    throw new Error(
      `There are no classes "${task}". Known: ${Object.keys(CLASS_SETS).join(', ')}.`,
    );
  }
  const lab = new LocalLab(openNodeGpu(flags.get('device')?.at(-1)), readAssetInNode);
  const device = await lab.open();
  if (device.status !== 'ready') throw new Error('There is no device.');
  const rounds = flags.get('rounds')?.at(-1);
  await distilInNode(lab, {
    task,
    autoSize: flags.has('auto-size'),
    isJson: flags.has('json'),
    ...(rounds !== undefined && { minRounds: Number(rounds) }),
    changedDistil: (config) => changed(config, flags.get('set') ?? []),
    changedTeacher: (config) => changed(config, flags.get('teacher') ?? []),
  });
  return 0;
}

/** Texts at once, at most. */
const MOST_TEXTS = 64;

async function compare(lab: LocalLab, config: RunConfig, flags: Options['flags']): Promise<void> {
  const number = (name: string): number | undefined => {
    const text = flags.get(name)?.at(-1);
    return text === undefined ? undefined : Number(text);
  };
  const format = flags.has('json') ? 'json' : (flags.get('format')?.at(-1) ?? 'markdown');
  if (!isCompareFormat(format)) throw new Error(`There is no format "${format}".\n${USAGE}`);
  const [recoverySteps, minRounds] = [number('recovery'), number('rounds')];
  const watts = number('watts');
  const texts = flags.get('texts')?.at(-1)?.split(',').map(Number);
  if (texts?.some((count) => !Number.isInteger(count) || count < 2 || count > MOST_TEXTS)) {
    throw new Error(`--texts needs whole numbers from 2 to ${MOST_TEXTS}.`);
  }
  const pipeline = flags.get('pipeline')?.at(-1);
  const request = {
    runId: 'cli',
    ...(recoverySteps !== undefined && { recoverySteps }),
    ...(minRounds !== undefined && { minRounds }),
    ...(watts !== undefined && { watts }),
    ...(texts && { texts }),
    ...(pipeline !== undefined && { variants: pipelineVariants(readStages(pipeline)) }),
  };
  const isRepeated = flags.has('repeat');
  const variants = [...(request.variants ?? defaultVariants(config.model)), COPY];
  const kept = flags.get('keep')?.at(-1);
  const ids = variants.filter(({ stages }) => stages.length > 0).map(({ id }) => id);
  if (kept !== undefined && !ids.includes(kept)) {
    throw new Error(`There is no variant "${kept}" to keep. Known: ${ids.join(', ')}.`);
  }
  await compareRun(lab, isRepeated ? { ...request, variants } : request, format, isRepeated);
}

async function tune({ positional, flags }: Options): Promise<number> {
  if (positional[1] !== 'sentiment') throw new Error(`Known to tune: sentiment.\n${USAGE}`);
  const list = (name: string, usual: string): string[] =>
    (flags.get(name)?.at(-1) ?? usual).split(',');
  const methods = list('methods', 'full,lora,scratch').map((name) => {
    if (Object.hasOwn(TUNING, name)) return name as TuneMethod;
    throw new Error(`There is no way to tune "${name}". Known: ${Object.keys(TUNING).join(', ')}.`);
  });
  const seeds = list('seeds', '1,2,3').map(Number);
  const train = Number(flags.get('train')?.at(-1) ?? 256);
  const lab = new LocalLab(openNodeGpu(flags.get('device')?.at(-1)), readAssetInNode);
  const shots = flags.has('shots') ? list('shots', '').map(Number) : [undefined];
  for (const count of shots) await tuneSentiment(lab, { methods, seeds, train, shots: count });
  return 0;
}

const showJson = (event: RunEvent): void => console.log(JSON.stringify(event));

function describeEval({ step, validationLoss, standardError, accuracy, parts }: EvalPoint): string {
  const figures = (loss: number, error: number, right: number | undefined): string =>
    `${loss.toFixed(4)} ± ${error.toFixed(4)}${right === undefined ? '' : `, ${(100 * right).toFixed(1)} % right`}`;
  const others = Object.entries(parts ?? {}).map(
    ([name, part]) => `; ${name} ${figures(part.loss, part.standardError, part.accuracy)}`,
  );
  return `step ${step}: held-out loss ${figures(validationLoss, standardError, accuracy)}${others.join('')}`;
}

/** A line that is written over, and whole lines for what should stay. */
function showProgress(): (event: RunEvent) => void {
  const isTerminal = process.stdout.isTTY;
  let last = 0;
  const over = (line: string): void => {
    if (isTerminal) process.stdout.write(`\r\x1b[K${line}`);
  };
  const keep = (line: string): void => console.log(isTerminal ? `\r\x1b[K${line}` : line);
  return (event) => {
    switch (event.type) {
      case 'preparing':
        over(`${event.stage} ${event.done}/${event.total} ${event.detail}`);
        break;
      case 'ready': {
        const { plan, floor } = event;
        const mebibytes = (plan.totalBytes / 2 ** 20).toFixed(1);
        const floorText = floor === null ? '' : `, floor ${floor.toFixed(3)} nats a token`;
        keep(
          `${plan.parameters} parameters, ${mebibytes} MiB on the GPU, ${plan.dispatchesPerStep} dispatches a step${floorText}`,
        );
        break;
      }
      case 'steps': {
        const { step, maxSteps, tokensPerSecond, stepMs, remainingMs } = event.progress;
        const now = performance.now();
        if (now - last < 200 && step < maxSteps) break;
        last = now;
        const filled = Math.round((24 * step) / maxSteps);
        const bar = '█'.repeat(filled).padEnd(24, '·');
        const loss = event.points.at(-1)?.loss.toFixed(4);
        over(
          `${bar} ${step}/${maxSteps}  loss ${loss}  ${Math.round(tokensPerSecond)} tokens/s  ${stepMs.toFixed(1)} ms a step  ${Math.round(remainingMs / 1000)} s left`,
        );
        break;
      }
      case 'eval':
        keep(describeEval(event.point));
        break;
      case 'sample':
        if (event.done) keep(`  ┆ ${event.point.text.replaceAll('\n', '\n  ┆ ')}`);
        break;
      case 'warning':
        keep(event.error.message);
        break;
      case 'state':
        if (event.error) keep(event.error.message);
        else if (event.state !== 'preparing' && event.state !== 'running') keep(event.state);
    }
  };
}

export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseArguments(args);
    if (options.flags.has('help')) {
      console.log(USAGE);
      return 0;
    }
    switch (options.positional[0]) {
      case 'devices':
        await devices();
        return 0;
      case 'list':
        for (const { id, title, tagline } of EXPERIMENTS)
          console.log(`${id}: ${title.en}. ${tagline.en}`);
        return 0;
      case 'tune':
        return await tune(options);
      case 'train':
      case 'compare':
      case 'sweep':
        return await train(options);
      case 'distil':
        return await distil(options);
      default:
        console.log(USAGE);
        return 2;
    }
  } catch (thrown) {
    console.error(toErrorData(thrown).message);
    return 1;
  }
}
