// Whether the timing of a comparison can be believed: a model, its copy, and copies that are slowed
// by a tenth and by a fifth, measured as in a comparison. `node scripts/run.mjs scripts/slowdown.ts
// [device] [rounds]`. Weights are random, which times do not depend on.
import { CompareWatch } from '../src/host/studies/surroundings';
import { measureSpeed, speedFigures, type Contestant } from '../src/training/evaluate/speed';
import { Decoder } from '../src/training/generate/decoder';
import { buildModel } from '../src/training/models/model';
import { ParameterSet } from '../src/training/parameters';
import { modelSchema } from '../src/training/run/config';
import { lookUp } from '../src/training/run/state';
import { openNodeContext } from '../src/host/node/context';

const SLOWED = { 'slowed by 10 %': 0.1, 'slowed by 20 %': 0.2 };
const PLAN = { singles: 8, burst: 8, minMs: 300 };

/** Takes so much longer for everything, without using the adapter meanwhile. */
function slowed(decoder: Decoder, share: number): Contestant['decoder'] {
  const stretched = async <T>(work: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const done = await work();
    const until = performance.now() + share * (performance.now() - from);
    while (performance.now() < until);
    return done;
  };
  return {
    start: (windows) => stretched(() => decoder.start(windows)),
    sample: (...given) => stretched(() => decoder.sample(...given)),
  };
}

export async function main([device, rounds = '20']: string[]): Promise<void> {
  const context = await openNodeContext(device);
  const config = modelSchema.parse({
    family: 'gpt',
    n_layer: 2,
    n_head: 4,
    n_embd: 96,
    n_positions: 32,
  });
  const model = buildModel(config, 512);
  const parameters = new ParameterSet(model.parameters);
  context.buffers.write(parameters.weights, parameters.initialWeights(1));
  const writer = { model, parameter: lookUp(parameters) };
  const make = (): Promise<Decoder> => Decoder.create(context, writer);
  const idle = (): Promise<void> => context.idle();
  const contestants: Contestant[] = [
    { id: 'model', decoder: await make(), idle },
    { id: 'copy', decoder: await make(), idle },
  ];
  for (const [id, share] of Object.entries(SLOWED)) {
    contestants.push({ id, decoder: slowed(await make(), share), idle });
  }
  const prompt = Array.from({ length: 16 }, (_, i) => i);
  const minRounds = Number(rounds);
  const plan = { ...PLAN, prompt, minRounds, maxRounds: 3 * minRounds };
  const watch = new CompareWatch(() => false);
  const { samples, measuredMs, elapsedMs } = await measureSpeed(contestants, plan, watch, {
    control: idle,
    signal: new AbortController().signal,
  });
  for (const { id } of contestants.slice(1)) {
    const figures = speedFigures(samples, id, plan, { reference: 'model', hasPrefill: true });
    const { ratio, low, high, verdict } = figures!.against!;
    const interval = [low, high].map((value) => value.toFixed(3)).join(', ');
    console.log(`${id}: ${ratio.toFixed(3)} × the model’s time [${interval}]: ${verdict}`);
  }
  const order = samples.slice(0, 2 * contestants.length).map(({ id }) => id);
  console.log(`Order of the first two rounds: ${order.join(', ')}`);
  console.log(`Around the measured parts: ${(100 * (1 - measuredMs / elapsedMs)).toFixed(2)} %`);
}
