// Number formats of weight files → float32, exactly, and float32 → the short ones, rounding to
// nearest even as PyTorch does. All work on bits, so NaN payloads and signed zeros survive.

/** The float32 with a given sign, exponent field and mantissa field of a small float format. */
function smallFloatTable(
  bits: number,
  mantissaBits: number,
  special: (exponent: number, mantissa: number) => number | null,
): Float32Array<ArrayBuffer> {
  const exponentBits = bits - 1 - mantissaBits;
  const bias = 2 ** (exponentBits - 1) - 1;
  const table = new Float32Array(2 ** bits);
  for (let code = 0; code < table.length; code++) {
    const sign = code >> (bits - 1) ? -1 : 1;
    const exponent = (code >> mantissaBits) & (2 ** exponentBits - 1);
    const mantissa = code & (2 ** mantissaBits - 1);
    const value =
      special(exponent, mantissa) ??
      (exponent === 0
        ? mantissa * 2 ** (1 - bias - mantissaBits)
        : (2 ** mantissaBits + mantissa) * 2 ** (exponent - bias - mantissaBits));
    table[code] = sign * value;
  }
  return table;
}

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** IEEE rules: the top exponent is infinity and NaN. */
const ieee = (top: number) => (exponent: number, mantissa: number) =>
  exponent < top ? null : mantissa === 0 ? Infinity : NaN;

const e5m2 = once(() => smallFloatTable(8, 2, ieee(31)));
/** E4M3 "fn": no infinity, and only the last code of each sign is NaN. */
const e4m3 = once(() => smallFloatTable(8, 3, (e, m) => (e === 15 && m === 7 ? NaN : null)));

/** Float16 codes → float32. A NaN keeps its payload in the upper mantissa bits. */
const f16 = once(() => {
  const table = smallFloatTable(16, 10, ieee(31));
  const bits = new Uint32Array(table.buffer);
  for (let code = 0; code < bits.length; code++) {
    if ((code & 0x7c00) === 0x7c00) {
      bits[code] = ((code & 0x8000) << 16) | 0x7f800000 | ((code & 0x3ff) << 13);
    }
  }
  return bits;
});

export function f16ToFloat32(codes: Uint16Array): Float32Array<ArrayBuffer> {
  const table = f16();
  const bits = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) bits[i] = table[codes[i]!]!;
  return new Float32Array(bits.buffer);
}

export function bf16ToFloat32(codes: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) bits[i] = codes[i]! << 16;
  return new Float32Array(bits.buffer);
}

export function f8ToFloat32(
  codes: Uint8Array,
  format: 'F8_E4M3' | 'F8_E5M2',
): Float32Array<ArrayBuffer> {
  const table = format === 'F8_E4M3' ? e4m3() : e5m2();
  return Float32Array.from(codes, (code) => table[code]!);
}

export function float32ToBf16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, (word) => {
    // A NaN stays one: rounding could carry it into infinity.
    if ((word & 0x7fffffff) > 0x7f800000) return (word >>> 16) | 0x40;
    return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  });
}

export function float32ToF16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, f16Code);
}

function f16Code(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff);
  if (magnitude >= 0x477ff000) return sign | 0x7c00; // 65520 and above round to infinity
  if (magnitude < 0x38800000) {
    // Subnormal: below 2^-14, in units of 2^-24. The shift drops bits; halves go to even.
    const shift = 126 - (magnitude >>> 23);
    if (shift > 24) return sign;
    const mantissa = (magnitude & 0x7fffff) | 0x800000;
    return sign | roundShift(mantissa, shift);
  }
  return sign | (roundShift(magnitude, 13) - (112 << 10));
}

function roundShift(value: number, shift: number): number {
  const half = 2 ** (shift - 1);
  const rest = value & (2 ** shift - 1);
  const quotient = Math.floor(value / 2 ** shift);
  return rest > half || (rest === half && (quotient & 1) === 1) ? quotient + 1 : quotient;
}
