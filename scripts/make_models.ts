// Trains the ready-made models and writes them into public/models, each with its card:
// `npm run make-models [-- NAME … | --check NAME … | --cards] [--device NAME]`.
// `--check` writes nothing: it trains again and compares the held-out loss with the card's.
import { parseArgs } from 'node:util';
import { READY } from '../src/experiments/ready/ready';
import { showProgress } from '../src/host/cli/reports/progress';
import { LocalLab } from '../src/host/lab/lab';
import { ReadyModels } from '../src/host/models/readyModels';
import { makeReady } from '../src/host/models/ready/makeReady';
import { nodeDevices } from '../src/host/node/context';
import { readAssetInNode, readPublicInNode } from '../src/host/node/files';
import { readIndex, writeCards, writeModel } from './make_models/folder';

/** How far a loss may be from the card's, relative to that. */
const MOST_APART = 0.01;

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

/** One after another, since a later one may start from an earlier. Gives how many were not as their card says. */
async function makeAll(): Promise<number> {
  let missed = 0;
  for (const experiment of wanted) {
    const lab = new LocalLab(nodeDevices(values.device), readAssetInNode);
    const opened = await lab.open();
    if (opened.status !== 'ready') throw new Error(`The device is ${opened.status}.`);
    new ReadyModels(lab.bases, readPublicInNode);
    const { kind, adapter } = opened;
    const engine = { kind, name: adapter.description || adapter.architecture };
    const on = { engine, date: new Date().toISOString().slice(0, 10) };
    console.log(`${experiment.id} on ${engine.name}`);
    const made = await makeReady(lab, experiment, on, showProgress());
    if (values.check) missed += Number(!isAsCard(made.entry.id, made.entry.measures.loss));
    else await writeModel(experiment, made);
  }
  return missed;
}

function isAsCard(id: string, loss: number): boolean {
  const card = readIndex().models.find((entry) => entry.id === id);
  if (!card) throw new Error(`${id} has no card yet: npm run make-models -- ${id}`);
  const apart = loss / card.measures.loss - 1;
  const isNear = Math.abs(apart) <= MOST_APART;
  console.log(
    `${id}: ${loss.toFixed(4)}, the card says ${card.measures.loss.toFixed(4)} (${(100 * apart).toFixed(2)} %): ${isNear ? 'reproduced' : 'not reproduced'}`,
  );
  return isNear;
}

if (values.cards) await writeCards();
else process.exitCode = (await makeAll()) > 0 ? 1 : 0;
