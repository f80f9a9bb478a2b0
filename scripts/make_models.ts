// Trains the ready-made models and writes them into public/models, each with its card:
// `npm run make-models [-- NAME … | --check NAME … | --cards NAME …] [--device NAME]`.
// `--check` writes nothing: it trains again and compares the held-out loss with the card's. `--cards` trains
// nothing: it writes the cards anew, with the words of today.
import { parseArgs } from 'node:util';
import { READY } from '../src/experiments/ready/ready';
import type { ReadyExperiment } from '../src/experiments/ready/readyExperiment';
import { reproductionOf } from '../src/experiments/ready/reproduction';
import { showProgress } from '../src/host/cli/reports/progress';
import { LocalLab } from '../src/host/lab/lab';
import { ModelLibrary } from '../src/host/models/modelLibrary';
import { ReadyModels } from '../src/host/models/readyModels';
import { makeReady, shownBy, type MadeOn } from '../src/host/models/ready/makeReady';
import { nodeDevices } from '../src/host/node/context';
import { readAssetInNode, readPublicInNode } from '../src/host/node/files';
import type { LoadedEntry } from '../src/host/storage/loadedModels';
import { MemoryStorage } from '../src/host/storage/memoryStorage';
import { readIndex, writeCard, writeModel } from './make_models/folder';

const { values, positionals } = parseArgs({
  options: {
    check: { type: 'boolean' },
    cards: { type: 'boolean' },
    device: { type: 'string', default: 'cpu' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !READY.some(({ id }) => id === name));
if (unknown.length > 0) throw new Error(`There is no ready-made model ${unknown.join(', ')}.`);
const wanted = READY.filter(({ id }) => positionals.length === 0 || positionals.includes(id));

/** Does what was asked for; false where a model was not as its card says. */
async function work(experiment: ReadyExperiment): Promise<boolean> {
  const { id } = experiment;
  const lab = new LocalLab(nodeDevices(values.device), readAssetInNode);
  const opened = await lab.open();
  if (opened.status !== 'ready') throw new Error(`The device is ${opened.status}.`);
  const ready = new ReadyModels(lab.bases, readPublicInNode);
  if (values.cards) {
    const entry = entryOf(id);
    const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>(), undefined, ready);
    const shown = await shownBy(library, experiment, { kind: 'ready', id });
    await writeCard(experiment, { ...entry, measures: { ...entry.measures, shown } });
    return true;
  }
  const { kind, adapter } = opened;
  const engine = { kind, name: adapter.description || adapter.architecture };
  const on: MadeOn = { engine, date: new Date().toISOString().slice(0, 10) };
  console.log(`${id} on ${engine.name}`);
  const made = await makeReady(lab, experiment, on, showProgress());
  if (values.check) return isAsCard(id, made.entry.measures.loss);
  await writeModel(experiment, made);
  return true;
}

function entryOf(id: string) {
  const entry = readIndex().models.find((one) => one.id === id);
  if (entry) return entry;
  throw new Error(`${id} has not been made yet: npm run make-models -- ${id}`);
}

function isAsCard(id: string, loss: number): boolean {
  const { measures } = entryOf(id);
  const { change, isReproduced } = reproductionOf(loss, measures.loss);
  const apart = `${(100 * change).toFixed(2)} %`;
  console.log(
    `${id}: ${loss.toFixed(4)}, the card says ${measures.loss.toFixed(4)} (${apart}): ${isReproduced ? 'reproduced' : 'not reproduced'}`,
  );
  return isReproduced;
}

// One after another, since a later one may start from an earlier.
let missed = 0;
for (const experiment of wanted) missed += (await work(experiment)) ? 0 : 1;
process.exitCode = missed > 0 ? 1 : 0;
