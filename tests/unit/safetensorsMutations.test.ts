// A hundred thousand random mutations of a file: each is refused with a typed error and a sentence, or
// read as an independent reading says. Never a hang, never a wrong tensor.
import { expect, test } from 'vitest';
import { createRandomStream, type RandomStream } from '../../src/training/data/random';
import {
  DTYPE_BYTES,
  SafetensorsFile,
  type SafetensorsDtype,
} from '../../src/training/io/safetensors/safetensors';
import { SafetensorsError } from '../../src/training/io/safetensors/safetensorsError';
import { joinChunks, writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { relativeCost } from '../support/relativeCost';

const MUTATIONS = 100_000;
/** One that took longer is tried again, beside work of known cost: it may have been the machine. */
const SUSPECT_MS = 100;
const MOST_COST = 20;

const seed = Buffer.from(
  joinChunks(
    writeSafetensors(
      new Map([
        ['weight', { dtype: 'F32', shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
        ['half', { dtype: 'F16', shape: [2, 1], data: Uint16Array.of(0x3c00, 0x4000) }],
        ['ids', { dtype: 'I64', shape: [2], data: BigInt64Array.of(1n, -1n) }],
        ['empty', { dtype: 'U8', shape: [0, 5], data: new Uint8Array(0) }],
      ]),
    ),
  ),
);
const headerEnd = 8 + Number(seed.readBigUInt64LE(0));
const latin = (texts: readonly string[]): Buffer[] =>
  texts.map((one) => Buffer.from(one, 'latin1'));
const DIGITS = latin([...'0123456789']);
const TOKENS = latin([...'"{}[]:,09-.e \\', '', 'F64', 'F16', 'U8', '[0,0]', 'null', '\0', '\xff']);
const LENGTHS = latin(['\0', '\x01', '\x80', '\xff', '{']);

interface Edit {
  readonly at: number;
  readonly cut: number;
  readonly put: Buffer;
}

/** A whole number in from … to. */
const between = (random: RandomStream, from: number, to: number): number =>
  from + Math.floor(random.next() * (to - from + 1));
const oneOf = (random: RandomStream, list: readonly Buffer[]): Buffer =>
  list[between(random, 0, list.length - 1)]!;

/** Mostly words of the header, at times its numbers, its length, or the data. */
function editOf(random: RandomStream): Edit {
  const kind = between(random, 1, 10);
  const inHeader = between(random, 8, headerEnd);
  if (kind <= 6) return { at: inHeader, cut: between(random, 0, 3), put: oneOf(random, TOKENS) };
  if (kind <= 8) return { at: inHeader, cut: 1, put: oneOf(random, DIGITS) };
  if (kind === 9) return { at: between(random, 0, 12), cut: 1, put: oneOf(random, LENGTHS) };
  const length = between(random, 0, 9);
  const put = Buffer.from(Array.from({ length }, () => between(random, 0, 255)));
  return { at: between(random, headerEnd, seed.length), cut: between(random, 0, 40), put };
}

function mutantOf(index: number): Buffer {
  const random = createRandomStream(1, index);
  const edits = Array.from({ length: between(random, 1, 4) }, () => editOf(random));
  let bytes = seed;
  let grown = 0;
  for (const { at, cut, put } of edits) {
    bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]);
    if (at >= 8 && at < headerEnd) grown += put.length - cut;
  }
  // Half of the mutants keep a right length field, so that the rules behind it are reached.
  if (edits.length % 2 === 0 && bytes.length >= 8) {
    bytes = Buffer.from(bytes);
    bytes.writeBigUInt64LE(BigInt(Math.max(0, headerEnd - 8 + grown)));
  }
  return bytes;
}

/** Undefined where the file is refused as it should be. */
function accepted(bytes: Uint8Array<ArrayBuffer>): SafetensorsFile | undefined {
  try {
    return new SafetensorsFile(bytes);
  } catch (thrown) {
    if (thrown instanceof SafetensorsError && thrown.message.length > 10) return undefined;
    throw thrown;
  }
}

/** Each tensor as JSON.parse and the rules say. */
function checkAgainstOracle(read: SafetensorsFile, bytes: Uint8Array<ArrayBuffer>): void {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { dtype: SafetensorsDtype; shape: number[]; data_offsets: [number, number] }
  >;
  const { __metadata__: _metadata, ...tensors } = json;
  expect([...read.names].sort()).toEqual(Object.keys(tensors).sort());
  let covered = 0;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(tensors)) {
    const [begin, end] = data_offsets;
    covered += end - begin;
    expect(end - begin).toBe(shape.reduce((n, dim) => n * dim, DTYPE_BYTES[dtype]));
    expect(read.entry(name).shape).toEqual(shape);
    expect(read.entry(name).dtype).toBe(dtype);
    const stored = Buffer.from(bytes.subarray(8 + length + begin, 8 + length + end));
    expect(stored.equals(read.bytes(name))).toBe(true);
    expect(read.floats(name).length * DTYPE_BYTES[dtype]).toBe(end - begin);
  }
  expect(8 + length + covered).toBe(bytes.length);
}

test(`${MUTATIONS} mutations: a typed error or the right tensors`, async () => {
  let count = 0;
  const suspects: number[] = [];
  for (let index = 0; index < MUTATIONS; index++) {
    const bytes = Uint8Array.from(mutantOf(index));
    const startMs = performance.now();
    try {
      const read = accepted(bytes);
      if (read) {
        count++;
        checkAgainstOracle(read, bytes);
      }
    } catch (cause) {
      throw new Error(`mutant ${index}`, { cause });
    }
    if (performance.now() - startMs > SUSPECT_MS) suspects.push(index);
  }
  for (const index of suspects) {
    const cost = await relativeCost(() => accepted(Uint8Array.from(mutantOf(index))), 5);
    expect(cost, `mutant ${index}`).toBeLessThan(MOST_COST);
  }
  expect(count).toBeGreaterThan(MUTATIONS / 1000);
  expect(count).toBeLessThan(MUTATIONS);
});
