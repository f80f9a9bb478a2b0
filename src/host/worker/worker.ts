// The engine's Worker: a Lab on the browser's GPU, served over comlink.
import type { AssetCorpus } from '../../training/data/corpora/corpora';
import { TextLibrary } from '../data/textLibrary';
import { LocalLab } from '../lab/lab';
import { openBrowserCpu } from './cpu';
import { serveLab } from './serve';
import { ModelHub } from '../models/modelHub';
import { ModelLibrary } from '../models/modelLibrary';
import { JobQueue } from '../jobs/jobQueue';
import { downloadStorage, jobStorage, modelStorage, runStorage } from '../storage/browserStorage';
import { Downloads } from '../storage/downloads';
import { SavedRunLibrary } from '../storage/savedRunService';
import { browserAutotuneStore } from '../lab/autotuneStore';
import { ReadyModels } from '../models/readyModels';
import { readPublic } from './publicFiles';

async function readAsset({ path }: AssetCorpus): Promise<string> {
  // Some servers unpack .gz on the way; then the bytes are text already.
  const bytes = new Uint8Array(await (await readPublic(path)).arrayBuffer());
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const unpacked = isPacked
    ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))
    : new Response(bytes);
  return unpacked.text();
}

const lab = new LocalLab(
  { gpu: navigator.gpu, openCpu: openBrowserCpu },
  readAsset,
  browserAutotuneStore,
);
const hub = new ModelHub({ downloads: new Downloads(downloadStorage) });
const texts = new TextLibrary();
const ready = new ReadyModels(lab.bases, readPublic);
lab.own.provide(texts.finder);
const savedRuns = new SavedRunLibrary(lab, runStorage);
const models = new ModelLibrary(lab, modelStorage, hub, ready);
serveLab(lab, savedRuns, models, texts, new JobQueue(lab, savedRuns, models, jobStorage));

/** When the page stands: what it has not asked for by then is there when the network has gone. */
const LATER_MS = 5000;
setTimeout(() => void ready.fetchAll().catch(() => undefined), LATER_MS);
