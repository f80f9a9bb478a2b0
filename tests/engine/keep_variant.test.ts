// Variants go among the models and come back worth what they were: packed, factored and shared weights
// run as they are, what was kept of them in plain floats.
import { afterAll, expect, test } from 'vitest';
import { Bases } from '../../src/host/lab/bases';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { checkVariants } from '../../src/host/studies/compress/spec';
import type { VariantSpecInput } from '../../src/host/protocol/variant';
import { stored } from '../../src/host/studies/compress/variants';
import { HeldVariants } from '../../src/host/studies/compress/held';
import { StageMaker, type Piece } from '../../src/host/studies/compress/stages';
import { LogitsReader } from '../../src/training/evaluate/logits';
import type { ModelWeights } from '../../src/training/models/baseModel';
import { buildModel } from '../../src/training/models/model';
import type { ModelConfig } from '../../src/training/run/config';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import { tinyModel } from '../support/tinyModel';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

const { shape, tokenizer, weights, generation } = tinyModel();
const WINDOW = Uint32Array.from({ length: 12 }, (_, i) => (37 * i) % 256);
const VARIANTS: readonly VariantSpecInput[] = [
  {
    id: 'packed',
    stages: [
      { kind: 'share_layers', groups: 1 },
      { kind: 'low_rank' },
      { kind: 'int8', embeddings: true },
    ],
  },
  { id: 'pruned', stages: [{ kind: 'prune', amount: 0.5 }] },
];

async function logitsOf(
  piece: Pick<Piece, 'model' | 'weights'> & Partial<Pick<Piece, 'recipeOf'>>,
): Promise<Float32Array> {
  const variant = await stored(context, piece, piece.recipeOf);
  const writer = { model: variant.model, parameter: variant.weights.parameter };
  const reader = await LogitsReader.create(context, writer, { batch: 1, seqLen: WINDOW.length });
  const logits = await reader.read(WINDOW);
  reader.destroy();
  variant.weights.destroy();
  return logits;
}

const inFloats = (config: ModelConfig, values: ModelWeights): Promise<Float32Array> =>
  logitsOf({ model: buildModel(config, shape.vocabSize), weights: new Map(values) });

const apart = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

test('what is kept of a variant is worth what it was, and tells its origin', async () => {
  const held = new HeldVariants();
  const bases = new Bases();
  const none = () => Promise.reject(new Error('There is no run here.'));
  const variant = (id: string) => held.exported(id, context);
  const lab = { bases, context: none, exported: none, adapter: none, variant };
  const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
  const model = buildModel(shape.model, shape.vocabSize);
  const source = { config: shape.model, model, weights: new Map(weights) };
  const { signal } = new AbortController();
  const maker = new StageMaker({ context, source, recovery: null, steps: 1, signal });
  const whole = await inFloats(shape.model, weights);
  for (const { id, stages } of checkVariants(VARIANTS)) {
    const piece = await maker.make(stages);
    const base = { kind: 'run', runId: 'tiny' } as const;
    const origin = { kind: 'variant', name: 'tiny', base, stages } as const;
    held.hold(id, { piece, tokenizer, generation, origin });
    const saved = await library.keepVariant(id, `tiny · ${id}`);
    expect(saved).toMatchObject({ name: `tiny · ${id}`, source: origin });
    const back = await bases.open({ kind: 'loaded', id: saved.id });
    const logits = await inFloats(back.config, back.weights);
    expect(apart(logits, await logitsOf(piece))).toBeLessThan(1e-6);
    expect(apart(logits, whole)).toBeGreaterThan(1e-4);
  }
  await expect(variant('other')).rejects.toMatchObject({ code: 'variant_let_go' });
});
