// The forms of a compressed model, each in a folder of its own beside the same values in plain floats: what
// export_check.py reads.
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ComputeContext } from '../src/gpu/compute';
import { writeFolder } from '../src/host/node/files';
import type { VariantSpecInput } from '../src/host/protocol/variant';
import { executedForm } from '../src/host/studies/compress/held';
import { checkVariants } from '../src/host/studies/compress/spec';
import { StageMaker } from '../src/host/studies/compress/stages';
import { stored } from '../src/host/studies/compress/variants';
import { LogitsReader } from '../src/training/evaluate/logits';
import { exportFolder, type ExportedModel } from '../src/training/io/exportFolder';
import { buildModel } from '../src/training/models/model';

const prune = { kind: 'prune', amount: 0.5 } as const;

const FORMS: readonly VariantSpecInput[] = [
  { id: 'f16', stages: [{ kind: 'f16' }] },
  { id: 'int8', stages: [{ kind: 'int8' }] },
  { id: 'int8_embeddings', stages: [{ kind: 'int8', embeddings: true }] },
  { id: 'int8_tensor', stages: [{ kind: 'int8', scales: 'tensor' }] },
  { id: 'int8_dynamic', stages: [{ kind: 'int8', activations: 'int8' }] },
  { id: 'int4', stages: [{ kind: 'int4' }] },
  { id: 'int4_asymmetric', stages: [{ kind: 'int4', asymmetric: true }] },
  { id: 'pruned', stages: [prune] },
  { id: 'pruned_int8', stages: [prune, { kind: 'int8' }] },
  { id: 'factors', stages: [{ kind: 'low_rank' }] },
  { id: 'factors_int4', stages: [{ kind: 'low_rank' }, { kind: 'int4' }] },
  { id: 'shared', stages: [{ kind: 'share_layers', groups: 1 }] },
];

/** Writes them all; names of the folders. Throws where a file is not as large as the table of Compare says. */
export async function writeForms(
  context: ComputeContext,
  exported: ExportedModel,
  ids: Uint32Array<ArrayBuffer>,
  directory: string,
  write: (folder: string, logits: Float32Array<ArrayBuffer>) => Promise<void>,
): Promise<string[]> {
  const { model: config, vocabSize } = exported.shape;
  const model = buildModel(config, vocabSize);
  const source = { config, model, weights: new Map(exported.weights) };
  const { signal } = new AbortController();
  const maker = new StageMaker({ context, source, recovery: null, steps: 1, signal });
  for (const { id, stages } of checkVariants(FORMS)) {
    const folder = path.join(directory, id);
    await mkdir(folder, { recursive: true });
    const piece = await maker.make(stages);
    const shape = { ...exported.shape, model: piece.config };
    const form = { ...exported, shape, ...(await executedForm(context, piece)) };
    await writeFolder(folder, exportFolder(form));
    await writeFolder(path.join(folder, 'plain'), exportFolder({ ...form, stored: undefined }));
    const variant = await stored(context, piece, piece.schemeOf, piece.isPruned);
    const writer = { model: variant.model, parameter: variant.weights.parameter };
    const reader = await LogitsReader.create(context, writer, { batch: 1, seqLen: ids.length });
    await write(folder, await reader.read(ids));
    reader.destroy();
    variant.weights.destroy();
    const { size } = await stat(path.join(folder, 'model.safetensors'));
    const apart = size / variant.diskBytes - 1;
    if (Math.abs(apart) > 0.02) throw new Error(`${id}: ${size} bytes, ${variant.diskBytes} said.`);
  }
  return FORMS.map(({ id }) => path.join(directory, id));
}
