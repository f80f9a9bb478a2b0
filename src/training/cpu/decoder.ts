// A language model that writes on the CPU: the same graphs as on the GPU, with the same cache, in
// plain TypeScript. One text at a time.
import { declareBuffer, wholeView } from '../../gpu/recorder';
import { uniformDraw } from '../generate/draws';
import type { SamplingSettings, TokenGenerator } from '../generate/tokenGenerator';
import type { LanguageModel } from '../models/interfaces';
import type { KeyValueCache, LayerCache } from '../ops/attention/cachedAttention';
import { ParameterSet } from '../parameters';
import { lookUp } from '../run/state';
import { leaf, sizeOf, type DType, type Shape, type Tensor } from '../tensor';
import { Breath } from './breath';
import { drawToken } from './drawToken';
import { CpuProgram, wordsOf } from './program';

/** Tokens of a prompt that go through the model together, at most. */
const PREFILL_ROWS = 32;

interface Captured {
  readonly program: CpuProgram;
  /** [rows], by their bits. */
  readonly ids: Uint32Array;
  /** [rows, V]; of a prefill nothing. */
  readonly logits: Float32Array | null;
}

export class CpuDecoder implements TokenGenerator {
  readonly sequences = 1;
  readonly #model: LanguageModel;
  readonly #parameters: ParameterSet;
  readonly #leaves = new Map<Tensor, Float32Array>();
  readonly #cache: KeyValueCache | undefined;
  readonly #control: Uint32Array;
  readonly #breath = new Breath();
  readonly #step: Captured;
  readonly #prefills = new Map<number, Captured>();
  #window: Captured | null = null;
  #seen = new Set<number>();
  /** Places filled before the newest token. */
  #past = 0;

  /** @throws BenchtopError not_on_cpu | missing_tensor | wrong_size */
  constructor(model: LanguageModel, weights: ReadonlyMap<string, Float32Array>) {
    this.#model = model;
    this.#parameters = new ParameterSet(model.parameters);
    this.#parameters.check(weights);
    for (const { name, tensor } of this.#parameters.list) {
      this.#leaves.set(tensor, weights.get(name)!);
    }
    const control = this.#declare('control', [1], 'u32');
    this.#control = wordsOf(this.#leaves.get(control)!);
    this.#cache = this.#declareCache(control);
    this.#step = this.#capture(model.cache ? 1 : model.contextLength, this.#cache);
  }

  get room(): number {
    return this.#model.contextLength - this.#past;
  }

  async start(
    windows: readonly (readonly number[])[],
    seen: readonly (readonly number[])[] = windows,
  ): Promise<void> {
    const window = windows[0]!;
    this.#seen = new Set(seen[0]);
    this.#past = window.length - 1;
    if (!this.#cache) {
      this.#step.ids.fill(0);
      this.#step.ids.set(window);
      return;
    }
    for (let past = 0; past < this.#past; past += PREFILL_ROWS) {
      const chunk = window.slice(past, Math.min(past + PREFILL_ROWS, this.#past));
      const { program, ids } = this.#prefillOf(chunk.length);
      ids.set(chunk);
      this.#control[0] = past;
      await program.run(this.#breath);
    }
    this.#step.ids[0] = window.at(-1)!;
  }

  async sample(count: number, made: number, settings: SamplingSettings): Promise<number[][]> {
    const tokens: number[] = [];
    for (let i = 0; i < count; i++) {
      const logits = await this.#nextLogits();
      const token = drawToken(
        logits,
        this.#seen,
        settings,
        uniformDraw(settings.seed, made + i, 0),
      );
      tokens.push(token);
      this.#seen.add(token);
      this.#past++;
      const { ids } = this.#step;
      ids[this.#cache ? 0 : this.#past % ids.length] = token;
    }
    return [tokens];
  }

  /** u32 [T] → logits [T, V] of a whole window; T is the same in each call. */
  async read(window: ArrayLike<number>): Promise<Float32Array> {
    const captured = this.#windowOf(window.length);
    captured.ids.set(window);
    await captured.program.run(this.#breath);
    return captured.logits!.slice();
  }

  /** [V], behind the newest token. */
  async #nextLogits(): Promise<Float32Array> {
    const { program, logits } = this.#step;
    this.#control[0] = this.#past;
    await program.run(this.#breath);
    const { vocabSize } = this.#model;
    const row = this.#cache ? 0 : this.#past;
    return logits!.subarray(row * vocabSize, (row + 1) * vocabSize);
  }

  #declare(name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
    const size = sizeOf(shape);
    const view = wholeView(declareBuffer(name, size * 4, 'data', true));
    const tensor = leaf(name, shape, dtype, view);
    this.#leaves.set(tensor, new Float32Array(size));
    return tensor;
  }

  #declareCache(control: Tensor): KeyValueCache | undefined {
    const { cache, contextLength } = this.#model;
    if (!cache) return undefined;
    const shape = [1, contextLength, cache.width];
    const layers = Array.from({ length: cache.layers }, (_, layer) => ({
      keys: this.#declare(`keys.${layer}`, shape),
      values: this.#declare(`values.${layer}`, shape),
    }));
    return { control, layers };
  }

  #capture(rows: number, cache?: KeyValueCache, isPrefill = false): Captured {
    const ids = this.#declare('ids', [1, rows], 'u32');
    let last: LayerCache | undefined;
    const heard = cache && { ...cache, onAppend: (_: number, layer: LayerCache) => (last = layer) };
    const { logits } = this.#model.forward(lookUp(this.#parameters), {
      ids,
      training: false,
      cache: heard,
    });
    // What the last layer appends needs everything below it.
    const target = isPrefill ? last!.keys : logits;
    const program = new CpuProgram([target], this.#leaves);
    return {
      program,
      ids: program.words(ids),
      logits: isPrefill ? null : program.floats(logits),
    };
  }

  #prefillOf(rows: number): Captured {
    const found = this.#prefills.get(rows) ?? this.#capture(rows, this.#cache, true);
    this.#prefills.set(rows, found);
    return found;
  }

  #windowOf(rows: number): Captured {
    if (!this.#cache && rows === this.#step.ids.length) return this.#step;
    this.#window ??= this.#capture(rows);
    return this.#window;
  }
}
