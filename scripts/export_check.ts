// Does an exported model say the same elsewhere? Trains a small GPT, writes its Hugging Face folder,
// and lets PyTorch read it back: `npm run export-check -- [DIR] [--device NAME] [--lora] [--classify]` prints how far
// apart the logits are, as a share of the largest. It leaves in every form of compression, too. With --lora the model is tuned by LoRA before, and
// merged; with --classify it learns classes, and the logits are theirs. PYTHON names an interpreter that has torch.
import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ComputeContext } from '../src/gpu/compute';
import { baseOfExport } from '../src/host/lab/bases';
import { writeFolder } from '../src/host/node/files';
import { Run } from '../src/host/run/run';
import { ClassifierReader, classReaderOf } from '../src/training/evaluate/classifier';
import { LogitsReader } from '../src/training/evaluate/logits';
import { exportFolder, type ExportedModel } from '../src/training/io/exportFolder';
import {
  floatTensor,
  joinChunks,
  writeSafetensors,
  type TensorToWrite,
} from '../src/training/io/safetensors/safetensorsWriter';
import type { BaseModel } from '../src/training/models/baseModel';
import { buildModel } from '../src/training/models/model';
import { uploadWeights } from '../src/training/models/upload';
import { ParameterSet } from '../src/training/parameters';
import { classifierParameters } from '../src/training/nn/classifier';
import { runConfigSchema, type RunConfig } from '../src/training/run/config';
import { lookUp } from '../src/training/run/state';
import { openNodeContext } from '../src/host/node/context';
import { writeForms } from './export_check_forms';

const TEXT = 'Once upon a time, a brave fox met 狐狸 by the river. "Why?" said the owl.\n'.repeat(
  60,
);

const config = runConfigSchema.parse({
  version: 1,
  name: 'export',
  model: { family: 'gpt', n_layer: 2, n_head: 3, n_embd: 48, n_positions: 24 },
  tokenizer: { kind: 'bpe', vocab_size: 301 },
  data: { corpus: 'own_file' },
  training: { per_device_train_batch_size: 4, max_steps: 60, learning_rate: 3e-3, eval_windows: 4 },
  sample: { every_steps: 60, max_new_tokens: 4, prompt: 'Once' },
});

const LORA = {
  base: { kind: 'run', runId: 'export' },
  tuning: { method: 'lora', r: 4, lora_alpha: 8 },
} as const;

const CLASSIFY = {
  data: { ...config.data, examples: { set: 'reviews', train: 16, validation: 4 } },
  objectives: [{ kind: 'classify' as const }],
};

async function trained(
  context: ComputeContext,
  changes: Partial<RunConfig> = {},
  base?: BaseModel,
): Promise<ExportedModel> {
  const run = new Run({
    runId: 'export',
    config: { ...config, ...changes },
    base,
    text: { name: 'text', text: TEXT },
    autoSize: false,
    context,
    autotuneFor: () => Promise.resolve(),
    readAsset: () => Promise.reject(new Error('no asset is needed')),
    emit: () => undefined,
  });
  run.start();
  await run.finished();
  const exported = await run.exported();
  await run.dispose();
  return exported;
}

/** What PyTorch compares with: a window of ids and our logits for it. */
async function expectedOf(context: ComputeContext, exported: ExportedModel): Promise<Uint8Array> {
  const { classifier } = exported.shape;
  const ids = windowOf(exported);
  const logits = classifier
    ? floatTensor([classifier.labels.length], await classLogits(context, exported, ids))
    : floatTensor(
        [ids.length, exported.shape.vocabSize],
        await tokenLogits(context, exported, ids),
      );
  return expectedFile(ids, logits);
}

const windowOf = ({ tokenizer, shape }: ExportedModel): Int32Array =>
  tokenizer.encode(TEXT).subarray(0, shape.model.n_positions);

function expectedFile(ids: Int32Array, logits: TensorToWrite): Uint8Array {
  const window = { dtype: 'I32' as const, shape: [ids.length], data: Int32Array.from(ids) };
  return joinChunks(
    writeSafetensors(
      new Map<string, TensorToWrite>([
        ['ids', window],
        ['logits', logits],
      ]),
    ),
  );
}

async function classLogits(
  context: ComputeContext,
  { shape, weights }: ExportedModel,
  ids: Int32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const { model, vocabSize, classifier } = shape;
  const reader = classReaderOf(model, vocabSize);
  const head = classifierParameters(model, classifier!.labels.length);
  const parameters = new ParameterSet([...reader.model.parameters, ...head]);
  uploadWeights(context.buffers, parameters, weights);
  const size = { batch: 1, seqLen: ids.length };
  const parameter = lookUp(parameters);
  const classes = await ClassifierReader.create(context, reader, parameter, classifier!, size);
  const example = { ids: Array.from(ids), secondAt: ids.length, label: 0 };
  return Float32Array.from((await classes.read([example]))[0]!);
}

async function tokenLogits(
  context: ComputeContext,
  { shape, weights }: ExportedModel,
  ids: Int32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const model = buildModel(shape.model, shape.vocabSize);
  const parameters = new ParameterSet(model.parameters);
  context.buffers.write(parameters.weights, parameters.pack(weights));
  const writer = { model, parameter: lookUp(parameters) };
  const reader = await LogitsReader.create(context, writer, { batch: 1, seqLen: ids.length });
  return reader.read(Uint32Array.from(ids));
}

export async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    options: {
      device: { type: 'string' },
      lora: { type: 'boolean' },
      classify: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  const directory = positionals[0] ?? (await mkdtemp(path.join(tmpdir(), 'benchtop-export-')));
  const context = await openNodeContext(values.device);
  const task = values.classify ? CLASSIFY : {};
  const first = await trained(context, values.lora ? {} : task);
  const base = values.lora && baseOfExport('export', first);
  const exported = base ? await trained(context, { ...LORA, ...task }, base) : first;
  const fileOf = (folder: string): string => path.join(folder, 'expected.safetensors');
  const ids = windowOf(exported);
  await writeFolder(directory, exportFolder(exported));
  await writeFile(fileOf(directory), await expectedOf(context, exported));
  const folders = [directory];
  if (!values.lora && !values.classify) {
    const write = (folder: string, logits: Float32Array<ArrayBuffer>): Promise<void> => {
      const tensor = floatTensor([ids.length, exported.shape.vocabSize], logits);
      return writeFile(fileOf(folder), expectedFile(ids, tensor));
    };
    folders.push(...(await writeForms(context, exported, Uint32Array.from(ids), directory, write)));
  }
  const script = path.join(import.meta.dirname, 'export_check.py');
  const python = process.env.PYTHON ?? 'python3';
  return spawnSync(python, [script, ...folders], { stdio: 'inherit' }).status ?? 1;
}
