// What happens to scores besides the product: biases, hidden keys, dropout. A line holds a row's scores
// for successive keys, or a key's for successive rows.
import { random16, randomLanes } from '../lib/random';
import {
  keepScale,
  maskAt,
  op,
  past,
  qLen,
  kLen,
  relativeAt,
  rowsBefore,
  seed,
  slope,
  step,
  threshold,
} from './head';
import { LINE, ROWS } from './tile';

/**
 * Adds the bias to numbers `from` … `to` - 1 of a line that starts at (row, key). `direction` is 1 where
 * it goes by keys and -1 where by rows: so the distance of the key grows.
 */
export function addBias(line: usize, row: i32, key: i32, from: i32, to: i32, direction: i32): void {
  let distance = key - row + from * direction;
  if (relativeAt) {
    let at = relativeAt + ((distance + qLen - 1) << 2);
    for (let i = from; i < to; i++) {
      store<f32>(line + (i << 2), load<f32>(line + (i << 2)) + load<f32>(at));
      at += direction << 2;
    }
  } else if (slope != 0) {
    distance -= past;
    for (let i = from; i < to; i++) {
      store<f32>(line + (i << 2), load<f32>(line + (i << 2)) + slope * (distance as f32));
      distance += direction;
    }
  }
}

/** All bits of the keys key … key + count - 1 that the mask keeps, 0 of the others and of 3 more. */
export function readMask(key: i32, count: i32, into: usize): void {
  if (!maskAt) return;
  for (let i = 0; i < count; i++) {
    const inMask = load<i32>(maskAt + ((key + i) << 2)) != 0;
    store<i32>(into + (i << 2), inMask ? -1 : 0);
  }
  for (let i = count; i < count + 3; i++) store<i32>(into + (i << 2), 0);
}

/** 0 or 1 / (1 - p) for random bits. */
function factorsOf(bits: v128): v128 {
  return v128.and(f32x4.splat(keepScale), i32x4.ge_u(bits, i32x4.splat(threshold)));
}

/** Dropout's factors of a row for keys key … key + count - 1; `key` is a multiple of 4. */
export function dropoutOfRow(row: i32, key: i32, count: i32, into: usize): void {
  const block = (rowsBefore + row) * ((kLen + 3) >> 2) + (key >> 2);
  const end = into + ((count as usize) << 2);
  for (let i = 0; into < end; i += 4) {
    random16(seed, step, op, block + i, into);
    v128.store(into, factorsOf(v128.load(into)));
    v128.store(into, factorsOf(v128.load(into, 16)), 16);
    v128.store(into, factorsOf(v128.load(into, 32)), 32);
    v128.store(into, factorsOf(v128.load(into, 48)), 48);
    into += 64;
  }
}

/** The same of a strip of keys, a line a key, for rows row + from … row + to - 1. `spare`: 64 bytes. */
export function dropoutOfKeys(
  key: i32,
  row: i32,
  from: i32,
  to: i32,
  into: usize,
  spare: usize,
): void {
  const blocks = (kLen + 3) >> 2;
  const steps = i32x4.mul(i32x4.splat(blocks), i32x4(0, 1, 2, 3));
  for (let group = key & ~3; group < key + ROWS; group += 4) {
    const first = max(key, group);
    const end = min(key + ROWS, group + 4);
    for (let i = from; i < to; i += 4) {
      const block = (rowsBefore + row + i) * blocks + (group >> 2);
      randomLanes(seed, step, op, i32x4.add(i32x4.splat(block), steps), spare);
      for (let own = first; own < end; own++) {
        const bits = v128.load(spare + ((own - group) << 4));
        v128.store(into + (own - key) * LINE + (i << 2), factorsOf(bits));
      }
    }
  }
}
