import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bf16ToFloat32,
  f16ToFloat32,
  f8ToFloat32,
  float32ToBf16,
  float32ToF16,
} from '../../src/training/io/safetensors/floats';
import {
  DTYPE_BYTES,
  SafetensorsFile,
  headerSpan,
  parseHeader,
  type SafetensorsDtype,
} from '../../src/training/io/safetensors/safetensors';
import {
  SafetensorsError,
  type SafetensorsCode,
} from '../../src/training/io/safetensors/safetensorsError';
import { joinChunks, writeSafetensors } from '../../src/training/io/safetensors/safetensorsWriter';
import { parseIndex, ShardedFile, shardNames } from '../../src/training/io/safetensors/sharded';

type Bytes = Uint8Array<ArrayBuffer>;

function file(header: string | Uint8Array, data: number | Uint8Array = 0, length?: bigint): Bytes {
  const json = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const body = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = joinChunks([new Uint8Array(8), json, body]);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  return bytes;
}

function refusal(bytes: Bytes): SafetensorsCode | 'accepted' {
  try {
    new SafetensorsFile(bytes);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof SafetensorsError)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    return error.code;
  }
}

const tensor = (shape: string, offsets: string, dtype = '"F32"'): string =>
  `{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}`;
const a = tensor('[2]', '[0,8]');
const b = tensor('[2]', '[8,16]');

describe('what the reader accepts', () => {
  test.each<[string, Bytes]>([
    ['nothing but an empty header', file('{}')],
    ['padding', file('{}      ')],
    ['two tensors', file(`{"a":${a},"b":${b}}`, 16)],
    ['entries in any order', file(`{"b":${b},"a":${a}}`, 16)],
    ['a scalar', file(`{"a":${tensor('[]', '[0,4]')}}`, 4)],
    ['an empty tensor', file(`{"a":${tensor('[2,0,3]', '[0,0]')}}`)],
    ['empty tensors between others', file(`{"e":${tensor('[0]', '[8,8]')},"a":${a},"b":${b}}`, 16)],
    ['metadata null', file(`{"__metadata__":null,"a":${a}}`, 8)],
    ['an unknown field', file(`{"a":{"x":[1.5,{"y":null}],${a.slice(1)}}`, 8)],
    ['spaces everywhere', file('{ "a" : ' + a.replaceAll(',', ' ,\n') + ' } ', 8)],
    [
      'a zero before what would overflow',
      file(`{"a":${tensor('[0,9007199254740991,9]', '[0,0]')}}`),
    ],
  ])('%s', (_name, bytes) => {
    expect(refusal(bytes)).toBe('accepted');
  });
});

describe('what the reader refuses', () => {
  const deep = '['.repeat(200_000);
  test.each<[SafetensorsCode, string, Bytes]>([
    ['header_too_small', 'an empty file', new Uint8Array(0)],
    ['header_too_small', '7 bytes', new Uint8Array(7)],
    ['header_too_large', '100,000,001 bytes of header', file('{}', 0, 100_000_001n)],
    ['header_too_large', '2^63 bytes of header', file('{}', 0, 2n ** 63n)],
    ['header_past_end', 'a header longer than the file', file('{}', 0, 3n)],
    ['header_not_object', 'a header of no bytes', file('')],
    ['header_not_object', 'an array', file('[1, 2] ')],
    ['header_not_object', 'a leading space', file(' {}')],
    ['header_not_object', 'a byte order mark', file('\ufeff{}')],
    ['header_not_utf8', 'a lone continuation byte', file(Uint8Array.of(0x7b, 0x80, 0x7d))],
    [
      'header_not_utf8',
      'a surrogate in UTF-8',
      file(Uint8Array.of(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22)),
    ],
    ['header_not_json', 'an unfinished object', file('{"a": [')],
    ['header_not_json', 'two objects', file('{}{}')],
    ['header_not_json', 'a trailing comma', file(`{"a":${a},}`, 8)],
    ['header_not_json', 'a bad escape', file('{"\\x":1}')],
    ['header_not_json', 'half a surrogate pair', file('{"\\ud800":1}')],
    ['header_not_json', 'a line feed in a string', file('{"a\nb":1}')],
    ['header_not_json', 'NUL padding', file('{}\0\0')],
    ['header_not_json', 'nesting without end', file('{"a":' + deep)],
    ['header_not_json', 'a leading zero', file(`{"a":${tensor('[02]', '[0,8]')}}`, 8)],
    ['duplicate_key', 'one name twice', file(`{"a":${a},"a":${b}}`, 16)],
    ['duplicate_key', 'one name twice, once escaped', file(`{"a":${a},"\\u0061":${b}}`, 16)],
    ['duplicate_key', 'one field twice', file(`{"a":{"dtype":"F32",${a.slice(1)}}`, 8)],
    ['bad_metadata', 'a number in the metadata', file('{"__metadata__":{"a":1}}')],
    ['bad_metadata', 'a list as metadata', file('{"__metadata__":[]}')],
    ['bad_tensor_entry', 'a number as entry', file('{"a":1}')],
    ['bad_tensor_entry', 'no shape', file('{"a":{"dtype":"F32","data_offsets":[0,4]}}', 4)],
    ['bad_tensor_entry', 'no offsets', file('{"a":{"dtype":"F32","shape":[]}}', 4)],
    ['bad_tensor_entry', 'one offset', file(`{"a":${tensor('[]', '[4]')}}`, 4)],
    ['bad_tensor_entry', 'a negative dimension', file(`{"a":${tensor('[-2]', '[0,8]')}}`, 8)],
    ['bad_tensor_entry', 'minus zero', file(`{"a":${tensor('[-0]', '[0,0]')}}`)],
    ['bad_tensor_entry', 'a float dimension', file(`{"a":${tensor('[2.0]', '[0,8]')}}`, 8)],
    ['bad_tensor_entry', 'an exponent', file(`{"a":${tensor('[2e0]', '[0,8]')}}`, 8)],
    ['bad_tensor_entry', 'a string dimension', file(`{"a":${tensor('["2"]', '[0,8]')}}`, 8)],
    [
      'bad_tensor_entry',
      'beyond 64 bits',
      file(`{"a":${tensor('[18446744073709551616]', '[0,8]')}}`, 8),
    ],
    [
      'bad_tensor_entry',
      'a million digits',
      file(`{"a":${tensor(`[${'9'.repeat(1e6)}]`, '[0,8]')}}`, 8),
    ],
    ['unknown_dtype', 'F33', file(`{"a":${tensor('[2]', '[0,8]', '"F33"')}}`, 8)],
    [
      'unknown_dtype',
      'a name from Object.prototype',
      file(`{"a":${tensor('[2]', '[0,8]', '"toString"')}}`, 8),
    ],
    [
      'shape_overflow',
      'a product beyond 64 bits',
      file(`{"a":${tensor('[4294967296,4294967296]', '[0,8]')}}`, 8),
    ],
    [
      'shape_overflow',
      'bytes beyond 64 bits',
      file(`{"a":${tensor('[4294967295,4294967295]', '[0,8]')}}`, 8),
    ],
    [
      'shape_overflow',
      'an overflow undone by a zero',
      file(`{"a":${tensor('[4294967296,4294967296,0]', '[0,0]')}}`),
    ],
    ['begin_after_end', 'end before begin', file(`{"a":${tensor('[2]', '[8,0]')}}`, 8)],
    ['hole', 'a gap at the start', file(`{"b":${b}}`, 16)],
    ['hole', 'a gap between', file(`{"a":${a},"b":${tensor('[2]', '[12,20]')}}`, 20)],
    ['overlap', 'shared bytes', file(`{"a":${a},"b":${tensor('[2]', '[4,12]')}}`, 16)],
    ['overlap', 'the same bytes twice', file(`{"a":${a},"b":${a}}`, 16)],
    ['size_mismatch', 'too few bytes for the shape', file(`{"a":${tensor('[3]', '[0,8]')}}`, 8)],
    ['offset_past_end', 'an end after the file', file(`{"a":${a}}`, 7)],
    ['trailing_data', 'a byte too many', file(`{"a":${a}}`, 9)],
    ['trailing_data', 'data without tensors', file('{}', 1)],
  ])('%s: %s', (code, _name, bytes) => {
    expect(refusal(bytes)).toBe(code);
  });

  test('a file cut at any length', () => {
    const whole = file(`{"a":${a},"b":${b}}`, 16);
    for (let n = 0; n < whole.length; n++) expect(refusal(whole.slice(0, n))).not.toBe('accepted');
  });
});

describe('values', () => {
  const every: [SafetensorsDtype, ArrayBufferView<ArrayBuffer>, number[]][] = [
    ['F64', Float64Array.of(0.1, -1e300), [Math.fround(0.1), -Infinity]],
    ['F32', Float32Array.of(0.1, -0), [Math.fround(0.1), -0]],
    ['F16', Uint16Array.of(0x3c00, 0x0001, 0xfc00), [1, 2 ** -24, -Infinity]],
    ['BF16', Uint16Array.of(0x3f80, 0xc2f7), [1, -123.5]],
    ['F8_E4M3', Uint8Array.of(0x7e, 0x01, 0x80), [448, 2 ** -9, -0]],
    ['F8_E5M2', Uint8Array.of(0x7b, 0x01, 0x7c), [57344, 2 ** -16, Infinity]],
    ['I64', BigInt64Array.of(-5n, 7n), [-5, 7]],
    ['U64', BigUint64Array.of(5n, 7n), [5, 7]],
    ['I32', Int32Array.of(-5, 7), [-5, 7]],
    ['U32', Uint32Array.of(5, 7), [5, 7]],
    ['I16', Int16Array.of(-5, 7), [-5, 7]],
    ['U16', Uint16Array.of(5, 65535), [5, 65535]],
    ['I8', Int8Array.of(-5, 7), [-5, 7]],
    ['U8', Uint8Array.of(5, 255), [5, 255]],
    ['BOOL', Uint8Array.of(1, 0), [1, 0]],
  ];

  test.each(every)('%s', (dtype, data, values) => {
    // A name of odd length in front shifts the data: no offset is aligned.
    const json = `{"x":${tensor('[1]', '[0,1]', '"U8"')},"t":${tensor(`[${values.length}]`, `[1,${1 + data.byteLength}]`, `"${dtype}"`)}}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const read = new SafetensorsFile(file(json, joinChunks([Uint8Array.of(9), bytes])));
    expect([...read.floats('t')]).toEqual(values);
    expect([...read.floats('x')]).toEqual([9]);
  });

  test('ints refuses what does not fit', () => {
    const write = (value: bigint): SafetensorsFile =>
      new SafetensorsFile(
        joinChunks(
          writeSafetensors(
            new Map([['t', { dtype: 'I64', shape: [], data: BigInt64Array.of(value) }]]),
          ),
        ),
      );
    expect([...write(-(2n ** 31n)).ints('t')]).toEqual([-(2 ** 31)]);
    expect(() => write(2n ** 31n).ints('t')).toThrow(SafetensorsError);
  });

  test('every f16 code has its exact value and comes back', () => {
    const codes = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const floats = f16ToFloat32(codes);
    codes.forEach((code) => {
      const [exponent, mantissa] = [(code >> 10) & 31, code & 1023];
      const size = exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25);
      const value = exponent < 31 ? size : mantissa === 0 ? Infinity : NaN;
      const want = code & 0x8000 ? -value : value;
      if (!Object.is(floats[code], want)) expect(floats[code]).toBe(want);
    });
    // Signalling NaNs come back quiet; all else is the same code.
    const quiet = codes.map((c) => ((c & 0x7c00) === 0x7c00 && c & 0x3ff ? c | 0x200 : c));
    expect(float32ToF16(floats)).toEqual(quiet);
  });

  test('every bf16 code is the upper half of its float32 and comes back', () => {
    const codes = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const floats = bf16ToFloat32(codes);
    expect(new Uint32Array(floats.buffer)).toEqual(Uint32Array.from(codes, (code) => code << 16));
    const quiet = codes.map((c) => ((c & 0x7f80) === 0x7f80 && c & 0x7f ? c | 0x40 : c));
    expect(float32ToBf16(floats)).toEqual(quiet);
  });

  test('rounding to f16 and bf16 goes to the nearest, halves to even', () => {
    const values = Float32Array.of(
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      65519,
      65520,
      2 ** -25,
      3 * 2 ** -26,
    );
    expect([...f16ToFloat32(float32ToF16(values))]).toEqual([
      1,
      1 + 2 ** -9,
      65504,
      Infinity,
      0,
      2 ** -24,
    ]);
    const short = Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, 3.4e38);
    expect([...bf16ToFloat32(float32ToBf16(short))]).toEqual([1, 1 + 2 ** -6, Infinity]);
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65504, max: 65504 }), (value) => {
        const [near] = f16ToFloat32(float32ToF16(Float32Array.of(value)));
        const [code] = float32ToF16(Float32Array.of(value));
        const others = f16ToFloat32(Uint16Array.of(code! - 1, code! + 1)).filter(Number.isFinite);
        for (const other of others) {
          expect(Math.abs(value - near!)).toBeLessThanOrEqual(Math.abs(value - other));
        }
      }),
    );
  });

  test('f8: NaN where each format has it', () => {
    expect(f8ToFloat32(Uint8Array.of(0x7f, 0xff), 'F8_E4M3').every(Number.isNaN)).toBe(true);
    expect(f8ToFloat32(Uint8Array.of(0x7d, 0xff), 'F8_E5M2').every(Number.isNaN)).toBe(true);
  });
});

describe('writing', () => {
  test('widest dtype first, then by name; header padded to 8; the same whatever the order', () => {
    const tensors: [
      string,
      { dtype: SafetensorsDtype; shape: number[]; data: Uint8Array<ArrayBuffer> },
    ][] = [
      ['é', { dtype: 'U8', shape: [1], data: new Uint8Array(1) }],
      ['z', { dtype: 'U8', shape: [1], data: new Uint8Array(1) }],
      ['b', { dtype: 'F32', shape: [1], data: new Uint8Array(4) }],
      ['a', { dtype: 'F32', shape: [], data: new Uint8Array(4) }],
      ['w', { dtype: 'I64', shape: [1], data: new Uint8Array(8) }],
    ];
    const bytes = joinChunks(writeSafetensors(new Map(tensors)));
    const text = new TextDecoder().decode(bytes.subarray(8));
    expect(text).toMatch(/^\{"__metadata__":\{"format":"pt"\},"w":/);
    const read = new SafetensorsFile(bytes);
    expect(read.names).toEqual(['w', 'a', 'b', 'z', 'é']);
    expect(read.header.dataOffset % 8).toBe(0);
    expect(read.header.metadata.get('format')).toBe('pt');
    expect(joinChunks(writeSafetensors(new Map(tensors.reverse())))).toEqual(bytes);
  });

  test('refuses bytes that do not fit the shape', () => {
    const wrong = new Map([['a', { dtype: 'F32' as const, shape: [2], data: new Uint8Array(4) }]]);
    expect(() => writeSafetensors(wrong)).toThrow(SafetensorsError);
  });

  test('what is written reads back', () => {
    const dtypes = Object.keys(DTYPE_BYTES) as SafetensorsDtype[];
    const one = fc.record({
      dtype: fc.constantFrom(...dtypes),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      fill: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'grapheme' }), one, { noNullPrototype: true }),
        (map) => {
          delete map.__metadata__;
          const tensors = new Map(
            Object.entries(map).map(([name, { dtype, shape, fill }]) => {
              const bytes = shape.reduce((n, dim) => n * dim, DTYPE_BYTES[dtype]);
              return [name, { dtype, shape, data: new Uint8Array(bytes).fill(fill) }];
            }),
          );
          const read = new SafetensorsFile(joinChunks(writeSafetensors(tensors)));
          expect(new Set(read.names)).toEqual(new Set(tensors.keys()));
          for (const [name, { dtype, shape, data }] of tensors) {
            expect(read.entry(name)).toMatchObject({ dtype, shape });
            expect(read.bytes(name)).toEqual(data);
          }
        },
      ),
    );
  });
});

test('a header is read from the first bytes alone', () => {
  const whole = file(`{"a":${a},"b":${b}}`, 16);
  const span = headerSpan(whole.subarray(0, 8), whole.length);
  expect(parseHeader(whole.subarray(0, span), whole.length)).toEqual(parseHeader(whole));
  expect(() => parseHeader(whole.subarray(0, span - 1), whole.length)).toThrow(RangeError);
});

describe('shards', () => {
  const index = (map: object): string =>
    JSON.stringify({ metadata: { total_size: 8 }, weight_map: map });
  const shard = new SafetensorsFile(file(`{"a":${a}}`, 8));

  test('one model from several files', () => {
    const map = parseIndex(index({ a: 'one.safetensors' }));
    expect(shardNames(map)).toEqual(['one.safetensors']);
    const model = new ShardedFile(map, new Map([['one.safetensors', shard]]));
    expect(model.names).toEqual(['a']);
    expect(model.floats('a')).toEqual(new Float32Array(2));
  });

  test.each([
    ['not JSON', '{'],
    ['no map', '{"metadata":{}}'],
    ['an empty map', index({})],
    ['a path upwards', index({ a: '../x.safetensors' })],
    ['an absolute path', index({ a: '/x.safetensors' })],
    ['an address', index({ a: 'http://x/y.safetensors' })],
    ['a number', index({ a: 1 })],
  ])('refuses an index with %s', (_name, text) => {
    expect(() => parseIndex(text)).toThrow(expect.objectContaining({ code: 'bad_index' }));
  });

  test('refuses a shard that is missing or lacks a tensor', () => {
    const shards = new Map([['one.safetensors', shard]]);
    expect(() => new ShardedFile(new Map([['a', 'two.safetensors']]), shards)).toThrow('missing');
    expect(() => new ShardedFile(new Map([['b', 'one.safetensors']]), shards)).toThrow('no tensor');
  });
});
