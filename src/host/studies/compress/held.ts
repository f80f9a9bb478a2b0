// What the last comparison has made, held so that the user can keep it: exported like a run's model,
// with a link to what it came from. Held within a bound, the newest for certain.
import type { ComputeContext } from '../../../gpu/compute';
import { multiplied } from '../../../training/compress/factoredModel';
import type { PackedValues } from '../../../training/compress/packedValues';
import { writeOut } from '../../../training/compress/writeOut';
import type { ExportedModel } from '../../../training/io/exportFolder';
import type { Model } from '../../../training/models/interfaces';
import { wholeModel } from '../../../training/models/wholeModel';
import type { Weights } from '../../../training/parameters';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { hostError } from '../../protocol/error';
import type { VariantOrigin } from '../../protocol/models';
import { stored } from './variants';
import type { Piece } from './stages';

export interface HeldVariant {
  readonly piece: Piece<Model>;
  readonly tokenizer: Tokenizer;
  readonly provenance: ExportedModel['provenance'];
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
    const { piece, tokenizer, provenance, generation, origin } = held;
    const { config: model, classifier } = piece;
    const shape = { model, vocabSize: piece.model.vocabSize, classifier };
    const exported = await executedForm(context, piece);
    return { exported: { shape, tokenizer, provenance, generation, ...exported }, origin };
  }
}

/** The very values that its figures were found with: as they are executed, and as floats. */
export async function executedForm(
  context: ComputeContext,
  piece: Omit<Piece<Model>, 'trainedSteps'>,
): Promise<Pick<ExportedModel, 'weights' | 'stored'>> {
  const { config, model, classifier, schemeOf, isPruned } = piece;
  const { weights: on } = await stored(context, piece, schemeOf);
  const packed = new Map<string, PackedValues>();
  const executed: Weights = new Map();
  const plain: Weights = new Map();
  const isInteger = (name: string): boolean => (on.formOf(name)?.format.bits ?? 16) < 16;
  try {
    for (const { name } of model.parameters) {
      if (isInteger(name)) packed.set(name, (await on.packed(name))!);
      else executed.set(name, await writeOut(context, on.parameter(name)!));
    }
    const valueOf = multiplied(on.parameter);
    for (const { name } of wholeModel(config, model.vocabSize, classifier).parameters) {
      plain.set(name, executed.get(name) ?? (await writeOut(context, valueOf(name)!)));
    }
    const forms = new Map(model.parameters.map(({ name }) => [name, on.formOf(name)]));
    const formOf = (name: string) => forms.get(name);
    return { weights: plain, stored: { formOf, weights: executed, packed, isPruned } };
  } finally {
    on.destroy();
  }
}
