// What the benchmarks ask of an engine, ours or a peer's. Every engine gets the same inputs; what it
// cannot do it leaves out. Matrices are row-major.

export interface MatmulSize {
  readonly M: number;
  readonly K: number;
  readonly N: number;
}

export interface MatmulInputs extends MatmulSize {
  /** [M, K] */
  readonly A: Float32Array<ArrayBuffer>;
  /** [K, N] */
  readonly B: Float32Array<ArrayBuffer>;
}

/** B: sequences, T: positions, H: heads, D: width of a head. */
export interface AttentionSize {
  readonly B: number;
  readonly T: number;
  readonly H: number;
  readonly D: number;
}

/** Causal self-attention, all tensors [B, T, H, D]; the scale is 1 / sqrt(D). */
export interface AttentionInputs extends AttentionSize {
  readonly q: Float32Array<ArrayBuffer>;
  readonly k: Float32Array<ArrayBuffer>;
  readonly v: Float32Array<ArrayBuffer>;
  readonly dout: Float32Array<ArrayBuffer>;
}

export interface QuantizedInputs extends MatmulInputs {
  /** Of a weight; 32: B itself. */
  readonly bits: 4 | 8 | 32;
  /** Null with 32 bits. */
  readonly q: QuantizedWeight | null;
}

/** B in integers, along K in blocks of 32 that share a scale: (code - zp) · scale. */
export interface QuantizedWeight {
  /** [N, K], one a byte, from 0 on */
  readonly codes: Uint8Array<ArrayBuffer>;
  /** [N, K / 32] */
  readonly scales: Float32Array<ArrayBuffer>;
  readonly zp: number;
  /** [K, N]: what the integers stand for */
  readonly deq: Float32Array<ArrayBuffer>;
}

/** A decoder of nanoGPT's kind: pre-LN, tanh GELU, head tied to the embedding. */
export interface GptConfig {
  readonly nLayer: number;
  readonly nHead: number;
  readonly nEmbd: number;
  readonly block: number;
  readonly vocab: number;
  readonly lnEps: number;
  /** Linear layers and norms have biases; they have none where it is left out. */
  readonly bias?: boolean;
}

export interface TrainConfig extends GptConfig {
  readonly batch: number;
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** Decoupled, on matrices only. */
  readonly weightDecay: number;
}

/**
 * wte [V, C], wpe [T, C], h0.ln1.w, h0.qkv.w [C, 3C], h0.proj.w, h0.ln2.w, h0.fc.w [C, 4C],
 * h0.fc2.w [4C, C], …, lnf.w; and .b beside each .w but the embeddings where there are biases.
 */
export type Weights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }>
>;

/** x and y are [batch, block]; y is the token after x. */
export interface Batch {
  readonly x: Int32Array<ArrayBuffer>;
  readonly y: Int32Array<ArrayBuffer>;
}

/** Work that can be queued again and again. */
export interface Job {
  /** Queues `times` runs; the queue is waited for with the engine's `sync`. */
  run(times: number): void | Promise<void>;
  dispose?(): void | Promise<void>;
}

export interface MatmulJob extends Job {
  /** The product [M, N]. */
  read(): Promise<Float32Array>;
}

export interface AttentionJob extends Job {
  /** What the last run made: out alone after a forward run. */
  read(): Promise<Float32Array[]>;
}

/** What Benchtop alone can say about its step. */
export interface StepFacts {
  readonly dispatches: number;
  /** Weights, gradients, optimizer, data, and temporaries as planned. */
  readonly plannedBytes: number;
  /** The same with a buffer of its own for every tensor that a kernel reads or writes. */
  readonly unsharedBytes: number;
  readonly temporaryBytes: number;
  readonly unsharedTemporaryBytes: number;
  readonly flops: number;
  readonly bytesMoved: number;
}

export interface TrainJob {
  /** Queues one step: forward, backward, AdamW. */
  step(): void | Promise<void>;
  /** The loss that the latest step computed, before its update. */
  loss(): Promise<number>;
  readonly facts?: StepFacts;
  dispose?(): void | Promise<void>;
}

/** Greedy decoding of one sequence with a cache. */
export interface DecodeJob {
  /** Forgets everything; a prompt comes next. */
  reset(): void | Promise<void>;
  /** Reads a prompt; the likeliest token behind it. */
  prefill(tokens: Int32Array): Promise<number>;
  /** Takes a token behind everything before; the likeliest one after it. */
  next(token: number): Promise<number>;
  dispose?(): void | Promise<void>;
}

export interface EngineOptions {
  /** Where a peer's WebAssembly files are: a URL that ends with a slash. */
  readonly assets?: string;
}

export interface Engine {
  readonly name: string;
  readonly version: string;
  init(options: EngineOptions): Promise<void>;
  /** Resolves when everything queued so far has run. */
  sync(): Promise<void>;
  matmul?(inputs: MatmulInputs): Promise<MatmulJob>;
  /** `backward`: each run makes out, dq, dk and dv. */
  attention?(inputs: AttentionInputs, backward: boolean): Promise<AttentionJob>;
  trainStep?(config: TrainConfig, weights: Weights, batch: Batch): Promise<TrainJob>;
  /** Null for a width that the engine lacks. */
  qmatmul?(inputs: QuantizedInputs): Promise<MatmulJob | null>;
  decode?(config: GptConfig, weights: Weights): Promise<DecodeJob>;
}
