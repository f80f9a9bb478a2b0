// What is found of every stage of a recipe: loss on both texts, size, and what it writes behind the prompt.
import type { WeightRecipe } from '../../../training/compress/compressedWeights';
import { recipeForLayers } from '../../../training/compress/compressedWeights';
import { encodePrompt } from '../../../training/generate/prompt';
import { writeText } from '../../../training/generate/writeText';
import type { Decoder } from '../../../training/generate/decoder';
import type { RecipeLoss, RecipeRow, RecipeSeed, RecipeStage } from '../../protocol/recipe';
import { evaluate, type HeldOut } from '../compare/quality';
import { heldOutOf, type Comparable } from '../compare/setup';
import { comparedOn, type Compared } from '../compare/variant';
import { executedForm } from '../compress/held';
import type { Trained } from '../compress/variants';
import { withRow } from '../progress';
import { recipeModelId } from './ids';
import type { RecipeJob } from './models';

/** As the listing samples. */
const SAMPLING = { temperature: 0.8, topK: 40 };

export interface Texts {
  readonly domain: Comparable;
  readonly general: Comparable;
}

export interface Measured {
  readonly trained: Trained;
  readonly seed: number;
  /** Of training or packing. */
  readonly elapsedMs: number;
  readonly packed?: WeightRecipe;
}

const EMPTY_ROW: Omit<RecipeRow, 'id' | 'modelId'> = {
  seeds: [],
  parameters: 0,
  diskBytes: 0,
  decode: null,
  elapsedMs: 0,
  texts: [],
};

export class Stages {
  /** The first of each stage, to be timed in the end. */
  readonly opened = new Map<RecipeStage, Compared>();
  readonly #job: RecipeJob;
  readonly #texts: Texts;

  constructor(job: RecipeJob, texts: Texts) {
    this.#job = job;
    this.#texts = texts;
  }

  change(id: RecipeStage, change: Partial<RecipeRow>): void {
    const { progress } = this.#job;
    const row = { id, modelId: recipeModelId(id), ...change };
    const empty = { ...EMPTY_ROW, modelId: row.modelId };
    progress.change({ rows: withRow(progress.result.rows, row, empty) });
  }

  /** One more seed of a stage. */
  async add(id: RecipeStage, { trained, seed, elapsedMs, packed }: Measured): Promise<void> {
    const { context, progress, signal } = this.#job;
    const fromMs = performance.now();
    const one = await comparedOn(context, trained, packed && recipeForLayers(packed));
    const madeMs = packed ? performance.now() - fromMs : elapsedMs;
    const isFirst = !this.opened.has(id);
    if (isFirst) this.opened.set(id, one);
    try {
      const found: RecipeSeed = {
        seed,
        domain: await this.#loss(one, this.#texts.domain),
        general: await this.#loss(one, this.#texts.general),
      };
      if (signal.aborted) return;
      const row = progress.result.rows.find((known) => known.id === id);
      const { parameters, diskBytes } = one.cost();
      this.change(id, {
        seeds: [...(row?.seeds ?? []), found],
        elapsedMs: (row?.elapsedMs ?? 0) + madeMs,
        ...(isFirst && { parameters, diskBytes, texts: await this.#write(one) }),
      });
      if (isFirst) await this.#keep(id, trained, packed);
      progress.tell(1, true);
    } finally {
      if (!isFirst) await one.destroy();
    }
  }

  async destroy(): Promise<void> {
    for (const one of this.opened.values()) await one.destroy();
  }

  async #loss(one: Compared, text: Comparable): Promise<RecipeLoss> {
    const heldOut: HeldOut = heldOutOf(text);
    const logits = await one.logits(heldOut, this.#job.signal);
    const { quality } = evaluate(heldOut, one.model.vocabSize, logits, logits);
    const { loss, standardError } = quality!;
    return { loss, standardError };
  }

  /** So many continuations side by side, of so many tokens with those of the prompt. */
  async #write({ model, together }: Compared): Promise<string[]> {
    const { request, signal } = this.#job;
    const { prompt, sequences, maxLength, distill } = request;
    const { tokenizer } = this.#texts.domain;
    const { contextLength } = model;
    const room = maxLength - encodePrompt(tokenizer, prompt).length;
    const decoder: Decoder | null = await together(sequences);
    if (!decoder) return [];
    const eos = tokenizer.special?.eos;
    const asked = {
      prompt,
      maxNewTokens: Math.max(1, room),
      sequences,
      seed: distill.seeds[0]!,
      endIds: eos === undefined ? [] : [eos],
      ...SAMPLING,
    };
    const voice = { tokenizer, contextLength };
    return writeText(decoder, voice, asked, () => undefined, signal).finally(() =>
      decoder.destroy(),
    );
  }

  /** To be exported and kept. */
  async #keep(id: RecipeStage, trained: Trained, packed?: WeightRecipe): Promise<void> {
    const { context, made } = this.#job;
    const { config: model, weights } = trained;
    const { tokenizer } = this.#texts.domain;
    const { vocabSize } = trained.model;
    const { temperature, topK: top_k } = SAMPLING;
    const generation = { temperature, top_k, max_new_tokens: this.#job.request.maxLength };
    const form = packed
      ? await executedForm(context, {
          ...trained,
          recipeOf: recipeForLayers(packed),
          isPruned: false,
        })
      : { weights: new Map(weights) };
    const shape = { model, vocabSize };
    made.models.set(recipeModelId(id), { shape, tokenizer, generation, ...form });
  }
}
