// What the last comparison has made, held so that the user can keep it: exported like a run's model,
// with a link to what it came from. Held within a bound, the newest for certain.
import type { ComputeContext } from '../../../gpu/compute';
import { multiplied } from '../../../training/compress/factoredModel';
import { writeOut } from '../../../training/compress/writeOut';
import type { ExportedModel } from '../../../training/io/exportFolder';
import { buildModel } from '../../../training/models/model';
import type { Weights } from '../../../training/parameters';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { hostError } from '../../protocol/error';
import type { VariantOrigin } from '../../protocol/models';
import { stored } from './variants';
import type { Piece } from './stages';

export interface HeldVariant {
  readonly piece: Piece;
  readonly tokenizer: Tokenizer;
  readonly generation: ExportedModel['generation'];
  readonly origin: VariantOrigin;
}

export interface ExportedVariant {
  readonly exported: ExportedModel;
  readonly origin: VariantOrigin;
}

const MOST_HELD_BYTES = 2 ** 30;

export class HeldVariants {
  readonly #held = new Map<string, HeldVariant>();

  hold(id: string, variant: HeldVariant): void {
    this.#held.set(id, variant);
    for (const oldest of [...this.#held.keys()].slice(0, -1)) {
      if (this.#sizeBytes() <= MOST_HELD_BYTES) break;
      this.#held.delete(oldest);
    }
  }

  /** Variants share what their stages left alone. */
  #sizeBytes(): number {
    const arrays = [...this.#held.values()].flatMap(({ piece }) => [...piece.weights.values()]);
    return [...new Set(arrays)].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** @throws BenchtopError variant_let_go */
  async exported(id: string, context: ComputeContext): Promise<ExportedVariant> {
    const held = this.#held.get(id);
    if (!held) throw hostError('variant_let_go', { id });
    const { piece, tokenizer, generation, origin } = held;
    const shape = { model: piece.config, vocabSize: piece.model.vocabSize };
    const weights = await plainWeights(context, piece);
    return { exported: { shape, tokenizer, weights, generation }, origin };
  }
}

/** Floats under the names of the whole model: the very values that its figures were found with. */
async function plainWeights(context: ComputeContext, piece: Piece): Promise<Weights> {
  const { config, model, weights, recipeOf } = piece;
  const { parameters } = buildModel(config, model.vocabSize);
  const isPlain = parameters.every(
    (spec) => weights.has(spec.name) && recipeOf(spec).kind === 'float',
  );
  if (isPlain) return weights;
  const variant = await stored(context, piece, recipeOf);
  try {
    const valueOf = multiplied(variant.weights.parameter);
    const plain: Weights = new Map();
    for (const { name } of parameters) plain.set(name, await writeOut(context, valueOf(name)!));
    return plain;
  } finally {
    variant.weights.destroy();
  }
}
