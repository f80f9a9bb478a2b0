// What is found of every stage of a recipe: loss on both texts, size, and what it writes behind the prompt.
import type { WeightScheme } from '../../../training/compress/compressedWeights';
import { schemeForLayers } from '../../../training/compress/compressedWeights';
import { encodePrompt } from '../../../training/generate/prompt';
import { writeText } from '../../../training/generate/writeText';
import type { WriterLoss, WriterRow, WriterSeed, WriterStage } from '../../protocol/writer';
import { evaluate, type HeldOut } from '../compare/quality';
import { heldOutOf, type Comparable } from '../compare/contest/setup';
import { comparedOn, type Compared } from '../compare/variant';
import type { Provenance } from '../../../training/run/provenance';
import { executedForm } from '../compress/held';
import type { Trained } from '../compress/variants';
import { withRow } from '../progress';
import { writerModelId } from './ids';
import type { WriterJob } from './models';

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
  readonly packed?: WeightScheme;
  /** How it came to be, where that is known. */
  readonly provenance: Provenance | undefined;
}

const EMPTY_ROW: Omit<WriterRow, 'id' | 'modelId'> = {
  seeds: [],
  parameters: 0,
  diskBytes: 0,
  decode: null,
  elapsedMs: 0,
  texts: [],
};

export class Stages {
  /** The first of each stage, to be timed in the end. */
  readonly opened = new Map<WriterStage, Compared>();
  readonly #job: WriterJob;
  readonly #texts: Texts;

  constructor(job: WriterJob, texts: Texts) {
    this.#job = job;
    this.#texts = texts;
  }

  change(id: WriterStage, change: Partial<WriterRow>): void {
    const { progress } = this.#job;
    const row = { id, modelId: writerModelId(id), ...change };
    const empty = { ...EMPTY_ROW, modelId: row.modelId };
    progress.change({ rows: withRow(progress.result.rows, row, empty) });
  }

  /** One more seed of a stage. */
  async add(id: WriterStage, measured: Measured): Promise<void> {
    const { trained, seed, elapsedMs, packed } = measured;
    const { context, progress, signal } = this.#job;
    const fromMs = performance.now();
    const one = await comparedOn(context, trained, packed && schemeForLayers(packed));
    const madeMs = packed ? performance.now() - fromMs : elapsedMs;
    const isFirst = !this.opened.has(id);
    if (isFirst) this.opened.set(id, one);
    try {
      const found: WriterSeed = {
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
      if (isFirst) await this.#keep(id, measured);
      progress.tell(1, true);
    } finally {
      if (!isFirst) await one.destroy();
    }
  }

  async destroy(): Promise<void> {
    for (const one of this.opened.values()) await one.destroy();
  }

  async #loss(one: Compared, text: Comparable): Promise<WriterLoss> {
    const heldOut: HeldOut = heldOutOf(text);
    const logits = await one.logits(heldOut, this.#job.signal);
    const { quality } = evaluate(heldOut, one.model.vocabSize, logits, logits);
    const { loss, standardError } = quality!;
    return { loss, standardError };
  }

  /** So many continuations side by side, of so many tokens with those of the prompt. */
  async #write(one: Compared): Promise<string[]> {
    const { request, signal } = this.#job;
    const { prompt, sequences, maxLength, distill } = request;
    const { tokenizer } = this.#texts.domain;
    const { contextLength, vocabSize } = one.model;
    const room = maxLength - encodePrompt(tokenizer, prompt).length;
    const decoder = await one.together(sequences);
    if (!decoder) return [];
    const eos = tokenizer.special?.eos;
    const sampling = {
      prompt,
      maxNewTokens: Math.max(1, room),
      numReturnSequences: sequences,
      seed: distill.seeds[0]!,
      endIds: eos === undefined ? [] : [eos],
      ...SAMPLING,
    };
    const voice = { tokenizer, contextLength, vocabSize };
    try {
      return (await writeText(decoder, voice, sampling, () => undefined, signal)).texts;
    } finally {
      await decoder.destroy();
    }
  }

  /** To be exported and kept. */
  async #keep(id: WriterStage, { trained, packed, provenance }: Measured): Promise<void> {
    const { context, made } = this.#job;
    const { config: model, weights } = trained;
    const { tokenizer } = this.#texts.domain;
    const { vocabSize } = trained.model;
    const { temperature, topK: top_k } = SAMPLING;
    const generation = { temperature, top_k, max_new_tokens: this.#job.request.maxLength };
    const form = packed
      ? await executedForm(context, {
          ...trained,
          schemeOf: schemeForLayers(packed),
          isPruned: false,
        })
      : { weights: new Map(weights) };
    const shape = { model, vocabSize };
    const name = `Finance writer: ${id}`;
    made.models.set(writerModelId(id), { name, shape, tokenizer, provenance, generation, ...form });
  }
}
