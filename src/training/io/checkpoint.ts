// A run's state as one safetensors file: arenas and curves are tensors, everything else is JSON in the
// metadata, so that any tool can look inside.
import { BenchtopError } from '../../gpu/errors';
import { runConfigSchema, type RunConfig } from '../run/config';
import type { TokenizerJson } from '../tokenizers/tokenizer';
import { decodeTensor, SafetensorsFile } from './safetensors';
import { writeSafetensors, type TensorToWrite } from './safetensorsWriter';

/** Everything with which a run goes on as if it had never stopped. */
export interface Checkpoint {
  readonly config: RunConfig;
  readonly tokenizer: TokenizerJson;
  readonly step: number;
  /** Weights first; weights alone begin a run with an optimiser that has seen nothing. */
  readonly arenas: readonly Float32Array<ArrayBuffer>[];
}

export interface CheckpointLog {
  /** A curve's columns, all of one length. */
  readonly columns: ReadonlyMap<string, Float64Array<ArrayBuffer>>;
  /** Plain data. */
  readonly notes: unknown;
}

const FORMAT = 'benchtop-checkpoint-1';
const ARENA = 'arena.';
const CURVE = 'curve.';

export function writeCheckpoint(
  { config, tokenizer, step, arenas }: Checkpoint,
  { columns, notes }: CheckpointLog,
): Uint8Array<ArrayBuffer>[] {
  const tensors = new Map<string, TensorToWrite>();
  arenas.forEach((data, index) =>
    tensors.set(`${ARENA}${index}`, { dtype: 'F32', shape: [data.length], data }),
  );
  for (const [name, data] of columns) {
    tensors.set(`${CURVE}${name}`, { dtype: 'F64', shape: [data.length], data });
  }
  const run = JSON.stringify({ config, tokenizer, step, arenas: arenas.length, notes });
  return writeSafetensors(tensors, { format: FORMAT, run });
}

/** @throws SafetensorsError, BenchtopError bad_checkpoint */
export function readCheckpoint(bytes: Uint8Array<ArrayBuffer>): Checkpoint & CheckpointLog {
  const file = new SafetensorsFile(bytes);
  const { metadata } = file.header;
  const run = metadata.get('run');
  if (metadata.get('format') !== FORMAT || run === undefined) throw bad();
  const { config, tokenizer, step, arenas, notes } = JSON.parse(run) as {
    config: unknown;
    tokenizer: TokenizerJson;
    step: number;
    arenas: number;
    notes: unknown;
  };
  const parsed = runConfigSchema.safeParse(config);
  if (!parsed.success) throw bad();
  const curves = file.names.filter((name) => name.startsWith(CURVE));
  const column = (name: string) =>
    decodeTensor('F64', file.bytes(name)) as Float64Array<ArrayBuffer>;
  return {
    config: parsed.data,
    tokenizer,
    step,
    arenas: Array.from({ length: arenas }, (_, index) => file.floats(`${ARENA}${index}`)),
    columns: new Map(curves.map((name) => [name.slice(CURVE.length), column(name)])),
    notes,
  };
}

const bad = (): BenchtopError =>
  new BenchtopError('bad_checkpoint', 'This is no checkpoint that this version can read.');
