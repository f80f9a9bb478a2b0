// What is large goes to the GPU in pieces, and all of it arrives where it belongs.
import { afterAll, expect, test } from 'vitest';
import { declareBuffer } from '../../src/gpu/recorder';
import { openNodeContext } from '../../src/host/node/context';

const context = await openNodeContext();
afterAll(() => context.destroy());

test('pieces stand behind each other, from an offset on', async () => {
  const { buffers } = context;
  // A whole piece of 16 MiB, and a little more.
  const count = 4 * 1024 * 1024 + 3;
  const values = new Float32Array(count).map((_, index) => index);
  const offset = 64;
  const buffer = declareBuffer('upload', (offset + count) * 4, 'data');
  const whole = { buffer, offsetBytes: 0, sizeBytes: buffer.sizeBytes };
  await buffers.upload({ ...whole, offsetBytes: offset * 4, sizeBytes: count * 4 }, values);
  const read = await buffers.readFloats(whole);
  expect(read[offset - 1]).toBe(0);
  for (const at of [0, 1, count - 4, count - 3, count - 1]) expect(read[offset + at]).toBe(at);
  buffers.freeResident(buffer);
});
