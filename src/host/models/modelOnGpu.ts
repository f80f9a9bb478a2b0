// One model at a time on the GPU: it stays until another one is asked, the device is lost or the page lets
// it rest.
import type { ComputeContext } from '../../gpu/compute';

interface Loaded {
  /** Its weights go, and what was made beside them. */
  free(): Promise<void> | void;
}

export class ModelOnGpu<Key, Model extends Loaded> {
  readonly #context: () => Promise<ComputeContext>;
  readonly #load: (context: ComputeContext, key: Key) => Promise<Model>;
  #held: { name: string; context: ComputeContext; model: Model } | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    context: () => Promise<ComputeContext>,
    load: (context: ComputeContext, key: Key) => Promise<Model>,
  ) {
    this.#context = context;
    this.#load = load;
  }

  /** One piece of work after another. */
  use<T>(key: Key, work: (model: Model) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => work(await this.#take(key)));
  }

  rest(): Promise<void> {
    return this.#inTurn(() => this.#free());
  }

  async #take(key: Key): Promise<Model> {
    const context = await this.#context();
    const name = JSON.stringify(key);
    if (this.#held?.name === name && this.#held.context === context) return this.#held.model;
    await this.#free();
    const model = await this.#load(context, key);
    this.#held = { name, context, model };
    return model;
  }

  async #free(): Promise<void> {
    const held = this.#held;
    this.#held = null;
    // A lost device has taken its memory with it.
    if (!held || (await this.#context()) !== held.context) return;
    await held.model.free();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
