// The models of a comparison, each with the held-out text as its own tokenizer cuts it. Where that
// gives the reference's very tokens, models are compared token by token; elsewhere by bytes alone.
import { hostError } from '../../protocol/error';
import type { BaseModel, BaseRef } from '../../../training/models/baseModel';
import { utf8Length } from '../../../training/data/tables/utf8';
import { frameOf } from '../../../training/tokenizers/frame';
import type { Provenance } from '../../../training/run/provenance';
import type { Tokenizer } from '../../../training/tokenizers/tokenizer';
import { heldOutOf, type Comparable } from './contest/setup';
import type { HeldOut } from './quality';
import { StageMaker, type StageTools } from '../compress/stages';
import { trainedOf } from '../compress/trained';
import type { Trained } from '../compress/variants';

export interface Source {
  /** Null for the comparison's own. */
  readonly name: string | null;
  readonly trained: Trained;
  readonly tokenizer: Tokenizer;
  readonly provenance: Provenance | undefined;
  readonly heldOut: HeldOut;
  /** The held-out tokens are the reference's. */
  readonly isAligned: boolean;
  /** Beginning of the held-out text. */
  readonly tokens: readonly number[];
  readonly maker: StageMaker;
}

/** Gives the comparison's own model, or another one; each is opened once. */
export function compareSources(
  own: Comparable,
  tools: Omit<StageTools, 'source'>,
  open: (base: BaseRef) => Promise<BaseModel>,
): (base: BaseRef | undefined) => Promise<Source> {
  const { trained, tokenizer, corpora, provenance } = own;
  const ownSource = {
    name: null,
    trained,
    tokenizer,
    provenance,
    heldOut: heldOutOf(own),
    isAligned: true,
    tokens: [...corpora.validation.subarray(0, trained.model.contextLength)],
    maker: new StageMaker({ ...tools, source: trained }),
  };
  const found = new Map<string, Promise<Source>>();
  return (base) => {
    if (!base) return Promise.resolve(ownSource);
    const key = JSON.stringify(base);
    const source = found.get(key) ?? open(base).then((model) => sourceOf(model, ownSource, tools));
    found.set(key, source);
    return source;
  };
}

/** @throws BenchtopError wrong_family */
function sourceOf(base: BaseModel, own: Source, tools: Omit<StageTools, 'source'>): Source {
  const { name, tokenizer, provenance } = base;
  const trained = trainedOf(base);
  const { model } = trained;
  const seqLen = own.heldOut.windows[0]!.length - 1;
  const isAligned = isSame(tokenizer, own.tokenizer) && model.contextLength >= seqLen;
  const heldOut = isAligned ? own.heldOut : recut(own.heldOut, tokenizer, model.contextLength);
  const tokens = isAligned ? own.tokens : [...heldOut.windows[0]!];
  // The text to train on is cut into the reference's tokens.
  const recovery = isAligned ? tools.recovery : null;
  const maker = new StageMaker({ ...tools, recovery, source: trained });
  return { name, trained, tokenizer, provenance, heldOut, isAligned, tokens, maker };
}

const isSame = (a: Tokenizer, b: Tokenizer): boolean =>
  JSON.stringify(a.toJSON()) === JSON.stringify(b.toJSON());

/** What a window of the reference says, and how many bytes of the source that is. */
function textOf(
  window: Int32Array,
  { tokenizer, bytesPerToken, lead = 0 }: HeldOut,
): { text: string; bytes: number } {
  const own = window.subarray(lead);
  const text = tokenizer.decode(own);
  // A tokenizer that loses text gives back another one than it read: there the mean has to do.
  const again = text.includes('\uFFFD') ? [] : tokenizer.encode(text);
  const isExact = again.length === own.length && own.every((id, place) => id === again[place]);
  return { text, bytes: isExact ? utf8Length(text) : bytesPerToken * own.length };
}

/** Bytes of the text that its first token, which nothing predicts, stands for; 0 where that is not plain. */
function firstBytes(text: string, id: number | undefined, tokenizer: Tokenizer): number {
  const bytes = id === undefined ? [] : tokenizer.tokenBytes(id);
  const begins = new TextEncoder().encode(text.slice(0, bytes.length + 1));
  return bytes.every((byte, place) => byte === begins[place]) ? bytes.length : 0;
}

/**
 * The same text in other tokens, in windows of one length. Those of a model with a beginning token start
 * with it, and each token of the text is predicted once; the others begin with the last token of the one
 * before, so that all but the first token of each text is predicted. What fills up a last one is below 0.
 * @throws BenchtopError nothing_to_compare
 */
export function recut(from: HeldOut, tokenizer: Tokenizer, contextLength: number): HeldOut {
  const { before } = frameOf(tokenizer);
  const lead = before.length;
  // Tokens of the text that are in a window and not in the next one.
  const stride = contextLength + 1 - Math.max(1, lead);
  const cut: Int32Array[] = [];
  let [tokens, bytes] = [0, 0];
  for (const window of from.windows) {
    const source = textOf(window, from);
    const ids = tokenizer.encode(source.text);
    const unpredicted = lead > 0 ? 0 : 1;
    for (let start = 0; start + unpredicted < ids.length; start += stride) {
      const part = [...before, ...ids.subarray(start, start + contextLength + 1 - lead)];
      const padded = new Int32Array(contextLength + 1).fill(-1);
      padded.set(part);
      cut.push(padded);
      tokens += part.length - Math.max(1, lead);
    }
    if (ids.length <= unpredicted) continue;
    const first = lead > 0 ? 0 : firstBytes(source.text, ids[0], tokenizer);
    bytes += source.bytes - first;
  }
  if (tokens === 0) throw hostError('nothing_to_compare.too_short');
  return { windows: cut, bytesPerToken: bytes / tokens, tokenizer, lead };
}
