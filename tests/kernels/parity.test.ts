// The committed reference cases, run as `npm run parity` runs any folder.
import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { findCases } from '../../scripts/parity/walk';
import { Devices, runCase } from '../../scripts/parity/run';

const folder = path.join(import.meta.dirname, '../fixtures');
const devices = new Devices();
const cases = findCases([folder]);
/** Kinds that must work; another kind may be `not yet` until its part is built. */
const DUE = /^(io\/|quant|models\/|training\/|ops\/|generate)/;

afterAll(() => devices.destroy());

describe('reference cases', () => {
  test('are found', () => {
    for (const kind of ['ops/matmul', 'models/gpt2', 'training/lm', 'io/bad', 'io/dtypes']) {
      expect(cases.map((found) => found.kind)).toContain(kind);
    }
  });

  test.each(cases.map((found) => [path.relative(folder, found.file), found] as const))(
    '%s',
    async (_name, testCase) => {
      const { status, details } = await runCase(testCase, [devices]);
      expect(details.filter(() => status === 'failed')).toEqual([]);
      if (DUE.test(testCase.kind)) expect(status).toBe('passed');
    },
  );
});

describe('a wrong number', () => {
  const wrong = mkdtempSync(path.join(tmpdir(), 'benchtop-parity-'));
  afterAll(() => rmSync(wrong, { recursive: true, force: true }));

  /** A case with one element of one tensor moved by twice its tolerance. */
  function spoilt(tensor: string): string {
    const json = readFileSync(path.join(folder, 'ops/linear__one_row.json'), 'utf8');
    const { check } = JSON.parse(json) as { check: Record<string, { atol: number }> };
    const bytes = new Uint8Array(
      readFileSync(path.join(folder, 'ops/linear__one_row.safetensors')),
    );
    const values = new SafetensorsFile(bytes).bytes(tensor);
    const view = new DataView(values.buffer, values.byteOffset);
    const old = view.getFloat32(4, true);
    view.setFloat32(4, old + 2 * check[tensor]!.atol + 5e-5 * Math.abs(old), true);
    const file = path.join(wrong, `${tensor}.json`);
    writeFileSync(file, json.replace('linear__one_row.safetensors', `${tensor}.safetensors`));
    writeFileSync(path.join(wrong, `${tensor}.safetensors`), bytes);
    return file;
  }

  test.each(['out.y', 'grad.x', 'grad.w', 'grad.b'])('in %s is seen', async (tensor) => {
    const [testCase] = findCases([spoilt(tensor)]);
    const outcome = await runCase(testCase!, [devices]);
    expect(outcome.status).toBe('failed');
    expect(outcome.worst).toBeGreaterThan(1);
    expect(outcome.details[0]).toContain(tensor);
  });
});
