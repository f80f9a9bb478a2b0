// The likeliest tokens behind each mask of a text, as the fill-mask pipeline of transformers gives them: a
// softmax over the whole vocabulary at every mask, all masks in one pass.
import type { ComputeContext } from '../../gpu/compute';
import type { EncoderModel } from '../models/interfaces';
import type { ParameterLookup } from '../nn/weights';
import { field } from '../objectives/lossTerm';
import { specialIds } from '../objectives/specialIds';
import { greatestIds, type Candidate } from '../generate/tokenOdds';
import { gather } from '../ops/layout/gather';
import { reshape } from '../ops/layout/reshape';
import type { Tokenizer } from '../tokenizers/tokenizer';
import { ForwardReader } from './forwardReader';
import { logSoftmaxRow } from './logSoftmax';

/** How a text spells it where the tokenizer has no token of that role: such a model has one beside it. */
const SPELT = '[MASK]';

export interface MaskedText {
  readonly ids: readonly number[];
  /** Where masks stand. */
  readonly masks: readonly number[];
  /** Tokens that had no place. */
  readonly cut: number;
}

/** How a text spells the mask of this tokenizer. */
export function maskSpelling(tokenizer: Tokenizer): string {
  const id = tokenizer.special?.mask;
  return id === undefined ? SPELT : new TextDecoder().decode(tokenizer.tokenBytes(id)).trim();
}

/** A text with its masks as the model reads it, closed as its post-processor or BERT closes one. */
export function encodeMasked(tokenizer: Tokenizer, text: string, positions: number): MaskedText {
  const { cls, sep, mask } = specialIds(tokenizer, 0, ['cls', 'sep', 'mask']);
  const { ids, cut } = tokenizer.encodeForModel
    ? tokenizer.encodeForModel(text, { maxTokens: positions })
    : closed(tokenizer, text, { cls, sep, mask, positions });
  const list = Array.from(ids);
  const masks = list.flatMap((id, position) => (id === mask ? [position] : []));
  return { ids: list, masks, cut };
}

/** Vocabularies that are made here know no spelling of the mask. */
function closed(
  tokenizer: Tokenizer,
  text: string,
  { cls, sep, mask, positions }: Record<'cls' | 'sep' | 'mask' | 'positions', number>,
) {
  const pieces = text.split(SPELT).map((piece) => Array.from(tokenizer.encode(piece)));
  const all = pieces.flatMap((piece, index) => (index === 0 ? piece : [mask, ...piece]));
  const room = Math.max(0, positions - 2);
  return { ids: [cls, ...all.slice(0, room), sep], cut: Math.max(0, all.length - room) };
}

/** Lengths for which a program is made, at most; shorter texts are filled up and masked. */
const LENGTHS = [32, 128, 512];
/** Masks whose scores are read at once. */
const ROWS = 8;

export class MaskFiller {
  readonly #context: ComputeContext;
  readonly #model: EncoderModel;
  readonly #parameter: ParameterLookup;
  readonly #programs = new Map<number, Promise<ForwardReader>>();

  constructor(context: ComputeContext, model: EncoderModel, parameter: ParameterLookup) {
    this.#context = context;
    this.#model = model;
    this.#parameter = parameter;
  }

  /** Candidates of each mask, the likeliest first; all of the vocabulary count. */
  async fill(
    { ids, masks }: MaskedText,
    tokenizer: Tokenizer,
    most: number,
  ): Promise<Candidate[][]> {
    const { contextLength, vocabSize } = this.#model;
    const fitting = LENGTHS.find((one) => one >= ids.length) ?? contextLength;
    const length = Math.min(contextLength, fitting);
    const program = await this.#program(length);
    const positions = Array.from({ length }, (_, position) => position);
    const inputs = {
      ids: Int32Array.from(positions, (position) => ids[position] ?? 0),
      mask: Int32Array.from(positions, (position) => Number(position < ids.length)),
    };
    const found: Candidate[][] = [];
    for (let from = 0; from < masks.length; from += ROWS) {
      const rows = Int32Array.from({ length: ROWS }, (_, row) => masks[from + row] ?? 0);
      const scores = await program.read({ ...inputs, rows });
      for (let row = 0; row < Math.min(ROWS, masks.length - from); row++) {
        const logs = new Float64Array(vocabSize);
        logSoftmaxRow(scores.subarray(row * vocabSize, (row + 1) * vocabSize), 0, logs);
        found.push(likeliest(logs, tokenizer, most));
      }
    }
    return found;
  }

  async destroy(): Promise<void> {
    for (const program of this.#programs.values()) (await program).destroy();
  }

  #program(length: number): Promise<ForwardReader> {
    let program = this.#programs.get(length);
    if (!program) this.#programs.set(length, (program = this.#compile(length)));
    return program;
  }

  #compile(length: number): Promise<ForwardReader> {
    const fields = [field('ids', [1, length]), field('mask', [1, length]), field('rows', [ROWS])];
    return ForwardReader.create(this.#context, fields, (input) => {
      const { logits } = this.#model.forward(this.#parameter, {
        ids: input('ids'),
        keyMask: input('mask'),
        training: false,
      });
      const rows = reshape(logits!, [length, this.#model.vocabSize]);
      return gather(rows, input('rows'));
    });
  }
}

function likeliest(logs: Float64Array, tokenizer: Tokenizer, most: number): Candidate[] {
  return greatestIds(logs, most).map((id) => ({
    id,
    text: tokenizer.decode([id]).trim() || tokenizer.tokenText(id),
    probability: Math.exp(logs[id]!),
  }));
}
