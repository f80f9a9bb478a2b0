// Variants leave in the form in which they are executed and come back to the same bits: packed, sparse,
// factored and shared weights.
import { afterAll, expect, test } from 'vitest';
import type { ComputeContext } from '../../src/gpu/compute';
import { Bases } from '../../src/host/lab/bases';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { checkVariants } from '../../src/host/studies/compress/spec';
import type { VariantSpec, VariantSpecInput } from '../../src/host/protocol/variant';
import { trainedOf } from '../../src/host/studies/compress/trained';
import { stored, type Variant } from '../../src/host/studies/compress/variants';
import { EXPORT_FORMS } from '../../src/host/protocol/models';
import { HeldVariants } from '../../src/host/studies/compress/held';
import { StageMaker } from '../../src/host/studies/compress/stages';
import { LogitsReader } from '../../src/training/evaluate/logits';
import { buildModel } from '../../src/training/models/model';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { STORY } from '../../src/experiments/story';
import { runConfigSchema } from '../../src/training/run/config';
import { provenanceOf } from '../../src/training/run/provenance';
import { tinyModel } from '../support/tinyModel';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const { shape, tokenizer, weights, generation } = tinyModel(259, 36);
const WINDOW = Uint32Array.from({ length: 12 }, (_, i) => (37 * i) % 256);
const VARIANTS: readonly VariantSpecInput[] = [
  { id: 'int8', stages: [{ kind: 'int8' }] },
  { id: 'int8_tables', stages: [{ kind: 'int8', embeddings: true }] },
  { id: 'int8_tensor', stages: [{ kind: 'int8', scales: 'tensor' }] },
  { id: 'int8_dot', stages: [{ kind: 'int8', activations: 'int8' }] },
  { id: 'int4', stages: [{ kind: 'int4' }] },
  { id: 'int4_asymmetric', stages: [{ kind: 'int4', asymmetric: true }] },
  { id: 'pruned', stages: [{ kind: 'prune', amount: 0.5 }] },
  { id: 'pruned_int8', stages: [{ kind: 'prune', amount: 0.5 }, { kind: 'int8' }] },
  { id: 'factors', stages: [{ kind: 'low_rank' }] },
  { id: 'factors_int4', stages: [{ kind: 'low_rank' }, { kind: 'int4' }] },
  { id: 'shared', stages: [{ kind: 'share_layers', groups: 1 }] },
  {
    id: 'packed',
    stages: [
      { kind: 'share_layers', groups: 1 },
      { kind: 'low_rank' },
      { kind: 'int8', embeddings: true },
    ],
  },
];
/** Programs of another form: the same values, summed in another order. */
const HALVES: VariantSpecInput = { id: 'f16', stages: [{ kind: 'f16' }] };

async function made(variant: Variant): Promise<Float32Array> {
  const writer = { model: variant.model, parameter: variant.weights.parameter };
  const reader = await LogitsReader.create(context, writer, { batch: 1, seqLen: WINDOW.length });
  const logits = await reader.read(WINDOW);
  reader.destroy();
  variant.weights.destroy();
  return logits;
}

const apart = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

const none = () => Promise.reject(new Error('There is no run here.'));

function libraryOf(held: HeldVariants, device: () => Promise<ComputeContext> = none) {
  const bases = new Bases();
  const variant = (id: string) => held.exported(id, context);
  const lab = { bases, context: device, exported: none, adapter: none, variant };
  return { bases, library: new ModelLibrary(lab, new MemoryStorage<LoadedEntry>()) };
}

const model = buildModel(shape.model, shape.vocabSize);
const source = { config: shape.model, model, weights: new Map(weights) };
const { signal } = new AbortController();
const maker = new StageMaker({ context, source, recovery: null, steps: 1, signal });
const base = { kind: 'run', runId: 'tiny' } as const;
const provenance = provenanceOf(runConfigSchema.parse(STORY.config), 12);

/** Kept, zipped, brought back into another library. */
async function thereAndBack({ id, stages }: VariantSpec) {
  const held = new HeldVariants();
  const piece = await maker.make(stages);
  const origin = { kind: 'variant', name: 'tiny', base, stages } as const;
  held.hold(id, { piece, tokenizer, provenance, generation, origin });
  const { library } = libraryOf(held);
  const saved = await library.keepVariant(id, `tiny · ${id}`);
  expect(saved).toMatchObject({ name: `tiny · ${id}`, source: origin });
  const zip = await library.zip({ kind: 'loaded', id: saved.id });
  const other = libraryOf(new HeldVariants());
  const again = await other.library.import([{ path: 'tiny.zip', blob: zip }], () => undefined);
  expect(again).toMatchObject({ name: `tiny · ${id}`, source: origin });
  const files = await other.library.files({ kind: 'loaded', id: again.id });
  const fileBytes = files.find(({ path }) => path === 'model.safetensors')!.blob.size;
  return { piece, back: await other.bases.open({ kind: 'loaded', id: again.id }), fileBytes };
}

test.each(checkVariants(VARIANTS))(
  'saved, zipped and brought back, $id gives the same bits, and its file has the size of the table',
  async (spec) => {
    const whole = await made(await stored(context, source));
    const { piece, back, fileBytes } = await thereAndBack(spec);
    const before = await stored(context, piece, piece.schemeOf, piece.isPruned);
    const after = await stored(context, trainedOf(back));
    expect(Math.abs(fileBytes / before.diskBytes - 1)).toBeLessThan(0.02);
    const logits = await made(before);
    expect(await made(after)).toEqual(logits);
    expect(apart(logits, whole)).toBeGreaterThan(1e-4);
    // As plain floats it is worth the same.
    const { weights: plain } = back;
    const inFloats = await made(
      await stored(context, {
        config: back.config,
        model: buildModel(back.config, back.vocabSize),
        weights: new Map(plain),
      }),
    );
    const isDynamic = spec.id === 'int8_dot';
    expect(apart(inFloats, logits)).toBeLessThan(isDynamic ? 0.05 : 1e-5);
  },
);

test('every form that is offered is as large as it says, comes back, and the floats are those of the packed', async () => {
  const held = new HeldVariants();
  const [{ stages }] = checkVariants([{ id: 'int4', stages: [{ kind: 'int4' }] }]) as [VariantSpec];
  const origin = { kind: 'variant', name: 'tiny', base, stages } as const;
  held.hold('int4', { piece: await maker.make(stages), tokenizer, provenance, generation, origin });
  const { library } = libraryOf(held, () => Promise.resolve(context));
  const { id } = await library.keepVariant('int4', 'tiny');
  const choices = await library.exportChoices({ kind: 'loaded', id });
  expect(choices.map(({ form }) => form)).toEqual(EXPORT_FORMS);
  for (const { form, sizeBytes } of choices) {
    const files = await library.files({ kind: 'loaded', id }, form);
    const weightsFile = files.find(({ path }) => path === 'model.safetensors')!.blob;
    expect([form, weightsFile.size]).toEqual([form, sizeBytes]);
    const again = await library.import(files, () => undefined);
    expect(again.source).toMatchObject({ kind: 'variant' });
    const bits =
      { f16: 'F16', f32: 'F32', stored: 'INT4' }[form as string] ?? form.slice(0, 4).toUpperCase();
    expect(again.dtype).toContain(bits);
  }
});

test('halves leave as halves', async () => {
  const { piece, back, fileBytes } = await thereAndBack(checkVariants([HALVES])[0]!);
  const before = await stored(context, piece, piece.schemeOf);
  expect(fileBytes).toBe(before.diskBytes);
  expect(
    apart(await made(before), await made(await stored(context, trainedOf(back)))),
  ).toBeLessThan(1e-6);
});

test('what the last comparison has not made cannot be saved', async () => {
  await expect(new HeldVariants().exported('other', context)).rejects.toMatchObject({
    code: 'variant_let_go',
  });
});
