// Encoders on their own: what stands behind the masks of a text.
import type { ComputeContext } from '../../gpu/compute';
import { encodeMasked, MaskFiller, maskSpelling } from '../../training/evaluate/maskFiller';
import type { BaseModel, BaseRef } from '../../training/models/baseModel';
import { fillsMasks } from '../../training/models/families';
import { buildEncoder } from '../../training/models/model';
import { uploadWeights } from '../../training/models/upload';
import { ParameterSet } from '../../training/parameters';
import { lookUp } from '../../training/run/state';
import type { Bases } from '../lab/bases';
import { hostError } from '../protocol/error';
import type { FilledMasks, FillRequest } from '../protocol/models';
import { ModelOnGpu } from './modelOnGpu';

/** `top_k` of the pipeline. */
const CANDIDATES = 5;

export class MaskFillers {
  readonly #models: ModelOnGpu<BaseRef, Awaited<ReturnType<typeof load>>>;

  constructor(context: () => Promise<ComputeContext>, bases: Bases) {
    this.#models = new ModelOnGpu(context, async (on, ref) => load(on, await bases.open(ref)));
  }

  /** @throws BenchtopError no_mask_head | no_mask | mask_cut */
  fill({ base, text, most = CANDIDATES }: FillRequest): Promise<FilledMasks> {
    return this.#models.use(base, async ({ tokenizer, filler, positions }) => {
      const masked = encodeMasked(tokenizer, text, positions);
      const mask = maskSpelling(tokenizer);
      if (masked.masks.length === 0) {
        const isCut = masked.cut > 0 && text.includes(mask);
        throw hostError(isCut ? 'mask_cut' : 'no_mask', { mask, most: positions });
      }
      const candidates = await filler.fill(masked, tokenizer, most);
      return { mask, masks: candidates, tokens: masked.ids.length + masked.cut, left: masked.cut };
    });
  }

  rest(): Promise<void> {
    return this.#models.rest();
  }
}

async function load(context: ComputeContext, base: BaseModel) {
  const { config, vocabSize, tokenizer, weights, name } = base;
  if (!fillsMasks(config)) throw hostError('no_mask_head', { name });
  const model = buildEncoder(config, vocabSize);
  const parameters = new ParameterSet(model.parameters);
  uploadWeights(context.buffers, parameters, weights);
  const filler = new MaskFiller(context, model, lookUp(parameters));
  const free = async (): Promise<void> => {
    await filler.destroy();
    context.buffers.freeResident(parameters.weights.buffer);
  };
  return { tokenizer, filler, positions: model.contextLength, free };
}
