// A run's state as one safetensors file: arenas and curves are tensors, everything else is JSON in the
// metadata, so that any tool can look inside.
import { z } from 'zod';
import { BenchtopError } from '../../gpu/errors';
import type { ClassifierFacts } from '../nn/classifier';
import { runConfigSchema, type RunConfig } from '../run/config';
import { tokenizerFromJSON } from '../tokenizers/load';
import { TokenizerError, type Tokenizer, type TokenizerJson } from '../tokenizers/tokenizer';
import { decodeTensor, SafetensorsFile, type SafetensorsDtype } from './safetensors/safetensors';
import { writeSafetensors, type TensorToWrite } from './safetensors/safetensorsWriter';

export interface CheckpointTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** What a state's arenas hold, so that they are never read as something else. */
export interface CheckpointLayout {
  /** Rows of the model's table of tokens; the tokenizer may know fewer. */
  readonly rows: number;
  /** In the first arena. */
  readonly trained: readonly CheckpointTensor[];
  /** Beside the arenas. */
  readonly frozen: readonly CheckpointTensor[];
  /** Of a run that classifies. */
  readonly classifier?: ClassifierFacts | undefined;
  /** The model that it was fine-tuned from, as others find it. */
  readonly baseName?: string | undefined;
  /** Classes of the sets beyond the first, by set. */
  readonly moreLabels?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** Everything with which a run goes on as if it had never stopped. */
export interface Checkpoint {
  readonly config: RunConfig;
  readonly tokenizer: TokenizerJson;
  readonly step: number;
  /** Weights first; weights alone begin a run with an optimizer that has seen nothing. */
  readonly arenas: readonly Float32Array<ArrayBuffer>[];
  /** Weights that the run computes with and does not train. */
  readonly frozen?: Float32Array<ArrayBuffer> | undefined;
  /** Missing in files of the first format. */
  readonly layout?: CheckpointLayout | undefined;
}

export interface CheckpointLog {
  /** A curve's columns, all of one length. */
  readonly columns: ReadonlyMap<string, Float64Array<ArrayBuffer>>;
  /** Plain data. */
  readonly notes: unknown;
}

const FIRST_FORMAT = 'benchtop-checkpoint-1';
const FORMAT = 'benchtop-checkpoint-2';
const ARENA = 'arena.';
const CURVE = 'curve.';
const FROZEN = 'frozen';
/** Weights, what an optimizer keeps, and their average. */
const MOST_ARENAS = 8;

const whole = z.number().int().nonnegative();
const tensorSchema = z.object({ name: z.string(), shape: z.array(whole) });
const layoutSchema = z.object({
  rows: whole,
  trained: z.array(tensorSchema),
  frozen: z.array(tensorSchema),
  classifier: z
    .object({ labels: z.array(z.string()), pooling: z.enum(['cls', 'last', 'mean']) })
    .optional(),
  baseName: z.string().optional(),
  moreLabels: z.record(z.string(), z.array(z.string())).optional(),
});
const runSchema = z.object({
  config: runConfigSchema,
  tokenizer: z.custom<TokenizerJson>((value) => typeof value === 'object' && value !== null),
  step: whole,
  arenas: whole.min(1).max(MOST_ARENAS),
  layout: layoutSchema.optional(),
  notes: z.unknown(),
});

export function writeCheckpoint(
  { config, tokenizer, step, arenas, frozen, layout }: Checkpoint,
  { columns, notes }: CheckpointLog,
): Uint8Array<ArrayBuffer>[] {
  const tensors = new Map<string, TensorToWrite>();
  arenas.forEach((data, index) =>
    tensors.set(`${ARENA}${index}`, { dtype: 'F32', shape: [data.length], data }),
  );
  if (frozen) tensors.set(FROZEN, { dtype: 'F32', shape: [frozen.length], data: frozen });
  for (const [name, data] of columns) {
    tensors.set(`${CURVE}${name}`, { dtype: 'F64', shape: [data.length], data });
  }
  const run = JSON.stringify({ config, tokenizer, step, arenas: arenas.length, layout, notes });
  return writeSafetensors(tensors, { format: layout ? FORMAT : FIRST_FORMAT, run });
}

/** @throws SafetensorsError, BenchtopError bad_checkpoint */
export function readCheckpoint(bytes: Uint8Array<ArrayBuffer>): Checkpoint & CheckpointLog {
  const file = new SafetensorsFile(bytes);
  const { metadata } = file.header;
  const format = metadata.get('format');
  const parsed = runSchema.safeParse(jsonOf(metadata.get('run')));
  if ((format !== FORMAT && format !== FIRST_FORMAT) || !parsed.success) throw badCheckpoint();
  const { config, tokenizer, step, arenas, layout, notes } = parsed.data;
  if (format === FORMAT && !layout) throw badCheckpoint();
  const read = <D extends SafetensorsDtype>(name: string, dtype: D) => {
    if (file.entry(name).dtype !== dtype) throw badCheckpoint();
    return decodeTensor(dtype, file.bytes(name));
  };
  const floats = (name: string) => read(name, 'F32') as Float32Array<ArrayBuffer>;
  const curves = file.names.filter((name) => name.startsWith(CURVE));
  const column = (name: string) => read(name, 'F64') as Float64Array<ArrayBuffer>;
  return {
    config,
    tokenizer,
    step,
    arenas: Array.from({ length: arenas }, (_, index) => floats(`${ARENA}${index}`)),
    ...(file.has(FROZEN) && { frozen: floats(FROZEN) }),
    ...(layout && { layout }),
    columns: new Map(curves.map((name) => [name.slice(CURVE.length), column(name)])),
    notes,
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw badCheckpoint();
  }
}

/** @throws TokenizerError, BenchtopError bad_checkpoint */
export function tokenizerOfCheckpoint({ tokenizer }: Pick<Checkpoint, 'tokenizer'>): Tokenizer {
  try {
    return tokenizerFromJSON(tokenizer);
  } catch (thrown) {
    throw thrown instanceof TokenizerError ? thrown : badCheckpoint();
  }
}

const badCheckpoint = (): BenchtopError =>
  new BenchtopError('bad_checkpoint', 'This checkpoint cannot be read by this version.');
