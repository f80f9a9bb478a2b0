// The page of `npm run imported-models`: the app's engine in its Worker, and what a user does with a model.
import { connectLab } from '../../src/host/client/client';
import type { NamedBlob } from '../../src/host/protocol/models';
import { openFolder, readFolder } from '../../src/training/io/huggingface/modelFolder';
import { toHuggingFaceTensors } from '../../src/training/io/huggingface/huggingface';
import { writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { runConfigSchema, type RunConfigInput } from '../../src/training/run/config';

export interface Imported {
  open(): Promise<string>;
  /** The files of the input; gives the model's id. */
  import(): Promise<string>;
  write(id: string, tokens: number): Promise<string>;
  /** LoRA steps on the model; the losses, and the bytes that were planned. */
  finetune(id: string, config: Omit<RunConfigInput, 'base'>): Promise<Tuned>;
  /** The tuned model leaves as a folder and comes back as another model. */
  exportAndReload(): Promise<{ id: string; exported: string; reloaded: string }>;
  /** Greedy text of the run, and of an imported model. */
  compareTexts(id: string, tokens: number): Promise<{ run: string; imported: string }>;
}

interface Tuned {
  losses: number[];
  plannedBytes: number;
  stepMs: number;
}

declare global {
  var imported: Imported;
}

const RUN = 'tuned';
const PROMPT = 'Once upon a time';
const lab = connectLab();
let exported: NamedBlob[] = [];

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

const sha256 = async (blob: Blob): Promise<string> =>
  hex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));

/** What the loader makes of the model's files, written again. */
async function writtenAgain(id: string): Promise<Blob> {
  const files = new Map(
    (await lab.models.files({ kind: 'loaded', id })).map(({ path, blob }) => [path, blob]),
  );
  const folder = await openFolder(files);
  const { weights } = await readFolder('again', folder);
  return new Blob(
    writeSafetensors(toHuggingFaceTensors(folder.shape, (name) => weights.get(name)!)),
  );
}

function finetune(id: string, input: Omit<RunConfigInput, 'base'>): Promise<Tuned> {
  const config = runConfigSchema.parse({ ...input, base: { kind: 'loaded', id } });
  const found: Tuned = { losses: [], plannedBytes: 0, stepMs: 0 };
  return new Promise((resolve, reject) => {
    void lab.subscribe((reported) => {
      if (reported.type !== 'run' || reported.event.runId !== RUN) return;
      const { event } = reported;
      if (event.type === 'ready') found.plannedBytes = event.plan.totalBytes;
      if (event.type === 'steps') {
        found.losses.push(...event.points.map(({ loss }) => loss));
        found.stepMs = event.progress.stepMs;
      }
      if (event.type !== 'state') return;
      if (event.state === 'finished') resolve(found);
      if (event.state === 'failed') reject(new Error(event.error?.message));
    });
    lab.start({ runId: RUN, config, autoSize: false }).catch(reject);
  });
}

globalThis.imported = {
  async open() {
    const state = await lab.open();
    if (state.status !== 'ready') throw new Error(`The device is ${state.status}.`);
    return state.adapter.description || state.adapter.architecture;
  },
  async import() {
    const { files } = document.querySelector<HTMLInputElement>('#files')!;
    const named = Array.from(files ?? [], (blob) => ({ path: blob.name, blob }));
    return (await lab.models.import(named, () => undefined)).id;
  },
  async write(id, maxNewTokens) {
    const sampling = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 };
    const base = { kind: 'loaded', id } as const;
    const request = { base, prompt: PROMPT, maxNewTokens, ...sampling };
    const { texts } = await lab.models.write(request, () => undefined);
    await lab.models.rest();
    return texts[0]!;
  },
  finetune,
  async exportAndReload() {
    exported = await lab.models.runFiles(RUN, 'model');
    const { id } = await lab.models.import(exported, () => undefined);
    const weights = exported.find(({ path }) => path === 'model.safetensors')!.blob;
    return { id, exported: await sha256(weights), reloaded: await sha256(await writtenAgain(id)) };
  },
  async compareTexts(id, tokens) {
    const sampling = { prompt: PROMPT, maxNewTokens: tokens, temperature: 0, topK: 0, seed: 1 };
    const [run = ''] = await lab.generate({ runId: RUN, ...sampling });
    await lab.dispose(RUN);
    return { run, imported: await globalThis.imported.write(id, tokens) };
  },
};
