// Files to read, to read as several, and to refuse. No GPU.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { f16ToFloat32, float32ToF16 } from '../../src/training/io/safetensors/floats';
import { fromHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { locateParameters } from '../../src/training/io/huggingface/locateParameters';
import { decodeTensor, SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { SafetensorsError } from '../../src/training/io/safetensors/safetensorsError';
import { joinChunks, writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { parseIndex, ShardedFile, shardNames } from '../../src/training/io/safetensors/sharded';
import { openTensors, readJson, type Case, type Prepared, type Round } from './case';

const holds = (problems: readonly string[]): Round => ({
  worst: problems.length > 0 ? Infinity : 0,
  problems,
});

interface DtypesJson {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tensors: Readonly<
    Record<string, { dtype: string; shape: number[]; values: (number | string)[] }>
  >;
}

/** Every tensor of the file has the dtype, shape and values that the JSON says. */
export const dtypes = ({ file, json }: Case): Prepared => ({
  run: () => {
    const { metadata = {}, tensors } = json as unknown as DtypesJson;
    const read = openTensors(file.replace(/\.json$/, '.safetensors'));
    const problems: string[] = [];
    const metadataRead = JSON.stringify(Object.fromEntries(read.header.metadata));
    if (metadataRead !== JSON.stringify(metadata)) problems.push(`metadata is ${metadataRead}`);
    if (read.names.length !== Object.keys(tensors).length) {
      problems.push(`${read.names.length} tensors, ${Object.keys(tensors).length} were due`);
    }
    for (const [name, want] of Object.entries(tensors)) {
      const { dtype, shape } = read.entry(name);
      const values = Array.from<number | bigint>(decodeTensor(dtype, read.bytes(name)));
      const same =
        dtype === want.dtype &&
        String(shape) === String(want.shape) &&
        values.length === want.values.length &&
        // Strings are integers beyond 2^53; -0 equals 0.
        want.values.every((w, i) =>
          typeof w === 'string' ? String(values[i]) === w : values[i] === w,
        );
      if (!same)
        problems.push(`${name} reads as ${dtype} [${shape.join(', ')}] ${values.join(' ')}`);
    }
    return holds([...problems, ...writesBack(read)]);
  },
});

/** What was read, written by our writer, reads as the same. */
function writesBack(read: SafetensorsFile): string[] {
  const tensors = new Map(
    read.names.map((name) => {
      const { dtype, shape } = read.entry(name);
      return [name, { dtype, shape, data: read.bytes(name) }];
    }),
  );
  const again = new SafetensorsFile(joinChunks(writeSafetensors(tensors)));
  return read.names.flatMap((name) => {
    const same = Buffer.from(read.bytes(name)).equals(Buffer.from(again.bytes(name)));
    return same ? [] : [`${name} changes when it is written and read`];
  });
}

/** Each file is refused with a typed error and a sentence. */
export const bad = ({ folder, json }: Case): Prepared => ({
  run: () => {
    const problems: string[] = [];
    for (const name of json.files as string[]) {
      const file = path.join(folder, name);
      const bytes = new Uint8Array(readFileSync(file));
      try {
        new SafetensorsFile(bytes);
        problems.push(`${name} was accepted`);
      } catch (error) {
        if (!(error instanceof SafetensorsError)) problems.push(`${name}: ${String(error)}`);
      }
    }
    return holds(problems);
  },
});

/** The shards hold what the index says, and make a whole model; where it stands near, the same one. */
export const sharded = ({ file, folder }: Case): Prepared => ({
  run: () => {
    const map = parseIndex(readFileSync(file, 'utf8'));
    const shards = new Map(
      shardNames(map).map((name) => [name, openTensors(path.join(folder, name))]),
    );
    const model = new ShardedFile(map, shards);
    const problems: string[] = [];
    const config = readJson(path.join(folder, 'config.json'));
    const { nameInFile } = locateParameters(fromHuggingFaceConfig(config), model);
    const original = originalOf(folder, config);
    for (const [name, stored] of nameInFile) {
      const values = model.floats(stored);
      if (!values.every(Number.isFinite)) problems.push(`${name} is not finite`);
      if (!original?.has(name)) continue;
      const whole = original.floats(name);
      const { dtype } = model.entry(stored);
      const want = dtype === 'F16' ? f16ToFloat32(float32ToF16(whole)) : whole;
      if (!values.every((value, i) => value === want[i])) problems.push(`${name} differs`);
    }
    return holds(problems);
  },
});

/** The model that the shards were cut from: one beside them in the set with the same config. */
function originalOf(folder: string, config: object): SafetensorsFile | undefined {
  const near = path.join(folder, '../../models/gpt2');
  const weights = path.join(near, 'model.safetensors');
  if (!existsSync(weights)) return undefined;
  const same = JSON.stringify(readJson(path.join(near, 'config.json'))) === JSON.stringify(config);
  return same ? openTensors(weights) : undefined;
}
