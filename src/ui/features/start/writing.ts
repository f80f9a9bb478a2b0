// A text that a model and a user write together. The model goes on by itself, token by token; whatever the
// user does stops it, and what comes next is always known.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabClient } from '../../../host/client/client';
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { NextTokens } from '../../../host/protocol/models';
import type { TrueTokens } from '../../../host/protocol/trueTokens';
import { baseKey, type BaseRef } from '../../../training/models/baseModel';

/** What is known of a text. */
export interface Reading {
  readonly text: string;
  readonly model: NextTokens;
  /** Null until it is known, and where there is none. */
  readonly truth: TrueTokens | null;
}

interface WritingState {
  readonly text: string;
  /** The model goes on by itself. */
  readonly isWriting: boolean;
  /** Of the text, or of an earlier one while the newest is read. */
  readonly reading: Reading | null;
  /** Written to its end. */
  readonly isOver: boolean;
  readonly error: LabErrorData | null;
}

type Models = Pick<LabClient['models'], 'nextTokens' | 'trueTokens'>;

export interface WritingModel {
  readonly base: BaseRef;
  /** Tokens that it can read. */
  readonly contextLength: number;
}

export interface WritingSettings {
  /** Milliseconds between tokens: as fast as one can follow. */
  readonly paceMs?: number;
  readonly random?: () => number;
}

/** Of the candidates of a token; five are shown. */
const CANDIDATES = 20;
const TEMPERATURE = 0.8;
const PACE_MS = 90;
const TRUTH_MS = 120;

export class Writing {
  readonly store: StoreApi<WritingState>;
  readonly #models: Models;
  readonly #paceMs: number;
  readonly #random: () => number;
  #model: WritingModel | null = null;
  #isReading = false;
  #isGone = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(models: Models, { paceMs = PACE_MS, random = Math.random }: WritingSettings = {}) {
    this.#models = models;
    this.#paceMs = paceMs;
    this.#random = random;
    this.store = createStore<WritingState>(() => ({
      text: '',
      isWriting: false,
      reading: null,
      isOver: false,
      error: null,
    }));
  }

  /** Another text: the model waits. */
  type(text: string): void {
    this.#show(text, false);
  }

  /** The model goes on; from `text` where that is given. */
  write(text = this.store.getState().text): void {
    this.#show(text, true);
  }

  stop(): void {
    this.store.setState({ isWriting: false });
  }

  /** A candidate of the present text becomes part of it. Whether there was one. */
  take(index: number, goesOn: boolean): boolean {
    const { text, reading } = this.store.getState();
    const piece = reading?.text === text ? reading.model.next[index]?.piece : undefined;
    if (!piece) return false;
    this.#show(text + piece, goesOn);
    return true;
  }

  /** Nothing more is asked. */
  leave(): void {
    this.#isGone = true;
    clearTimeout(this.#timer);
  }

  /** It reads what is in the text box by now; an empty one, or the text of another model, becomes `prompt`. */
  open(model: WritingModel, prompt: string, begins: boolean): void {
    const isOther = this.#model !== null && !isSame(this.#model.base, model.base);
    this.#isGone = false;
    this.#model = model;
    if (isOther) this.store.setState({ reading: null });
    if (isOther || this.store.getState().text === '') this.#show(prompt, begins);
    else void this.#read();
  }

  #show(text: string, isWriting: boolean): void {
    clearTimeout(this.#timer);
    this.store.setState({ text, isWriting, isOver: false, error: null });
    void this.#read();
  }

  /** Reads the newest text, one after another. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (!this.#isGone) {
        const { text, reading } = this.store.getState();
        if (!this.#model || text === '' || reading?.text === text) break;
        await this.#readOne(this.#model, text);
      }
      this.#goOn();
    } catch (thrown) {
      this.store.setState({ error: toErrorData(thrown), isWriting: false });
    } finally {
      this.#isReading = false;
    }
  }

  async #readOne({ base }: WritingModel, text: string): Promise<void> {
    const model = await this.#models.nextTokens({ base, text, top: CANDIDATES });
    // What one waits for is the model; the truth is shown with it unless it takes long.
    const truth = this.#models.trueTokens({ base, text });
    const show = (known: TrueTokens | null): void =>
      this.store.setState({ reading: { text, model, truth: known } });
    const timer = setTimeout(() => show(null), TRUTH_MS);
    try {
      show(await truth);
    } finally {
      clearTimeout(timer);
    }
  }

  #goOn(): void {
    const { isWriting, reading, text } = this.store.getState();
    if (!isWriting || this.#isGone || reading?.text !== text) return;
    if (this.#isAtEnd(reading)) return this.store.setState({ isWriting: false, isOver: true });
    this.#timer = setTimeout(() => {
      const now = this.store.getState();
      if (now.isWriting && now.text === text) this.take(this.#drawn(reading.model), true);
    }, this.#paceMs);
  }

  #isAtEnd({ text, model, truth }: Reading): boolean {
    const isWhole = truth !== null && text.endsWith(truth.separator);
    return isWhole || model.prompt.length >= (this.#model?.contextLength ?? 0) - 1;
  }

  /** A candidate by its probability. */
  #drawn({ next }: NextTokens): number {
    const weights = next.map(({ probability, piece }) =>
      piece === '' ? 0 : probability ** (1 / TEMPERATURE),
    );
    let left = this.#random() * weights.reduce((sum, weight) => sum + weight, 0);
    const found = weights.findIndex((weight) => (left -= weight) < 0);
    return found < 0 ? weights.findIndex((weight) => weight > 0) : found;
  }
}

const isSame = (a: BaseRef, b: BaseRef): boolean => baseKey(a) === baseKey(b);
