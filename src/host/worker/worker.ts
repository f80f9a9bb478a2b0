// The engine's Worker: a Lab on the browser's GPU, served over comlink.
import type { AssetCorpus } from '../../training/data/corpora/corpora';
import { hostError } from '../protocol/error';
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

async function readAsset({ path }: AssetCorpus): Promise<string> {
  const response = await fetch(
    new URL(path, new URL(import.meta.env.BASE_URL, self.location.origin)),
  );
  const { ok, body, status } = response;
  if (!ok || !body) throw hostError('asset_missing', { path, status });
  // Some servers unpack .gz on the way; then the bytes are text already.
  const bytes = new Uint8Array(await response.arrayBuffer());
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
lab.own.provide(texts.finder);
const savedRuns = new SavedRunLibrary(lab, runStorage);
const models = new ModelLibrary(lab, modelStorage, hub);
serveLab(lab, savedRuns, models, texts, new JobQueue(lab, savedRuns, models, jobStorage));
