// The finance writer from end to end, at the smallest sizes: every stage has its figures and its texts, and
// can be kept; stopped, it keeps what it has.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WRITER_TEXTS } from '../../src/experiments/financeWriter';
import { nodeDevices } from '../../src/host/node/context';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import type { BaseRef } from '../../src/training/models/baseModel';
import type { WriterRequest, WriterResult } from '../../src/host/protocol/writer';
import { writerVerdict } from '../../src/host/studies/writer/figures';
import { WRITER_STAGES, writerModelId } from '../../src/host/studies/writer/ids';
import { writerRequest } from '../../src/host/studies/writer/request';

let lab: LocalLab;
beforeAll(async () => {
  lab = new LocalLab(nodeDevices(), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
});
afterAll(() => lab.stopStudy('writer'));

/** The recipe's own, far smaller. */
function tiny(language: 'zh' | 'en', seeds = [1]): WriterRequest {
  const { general, domain, distill, ...listing } = writerRequest(language, 'small');
  const model = { ...domain.model, n_embd: 32, n_positions: 32 };
  const training = {
    ...domain.training,
    max_steps: 40,
    eval_windows: 8,
    per_device_train_batch_size: 8,
  };
  const run = (of: typeof domain) => ({
    ...of,
    model,
    training,
    data: { ...of.data, size_chars: 12_000 },
  });
  return {
    ...listing,
    general: run(general),
    domain: run(domain),
    distill: { ...distill, tokens: 1500, seeds, training: { ...training, max_steps: 30 } },
    maxLength: 40,
    minRounds: 1,
  };
}

describe.each(['zh', 'en'] as const)('in %s', (language) => {
  let result: WriterResult;
  beforeAll(async () => {
    result = await lab.runStudy('writer', tiny(language), () => undefined);
  });

  test('every stage has every figure, and INT8 costs next to nothing', () => {
    expect(result.rows.map(({ id }) => id)).toEqual([...WRITER_STAGES]);
    for (const row of result.rows) {
      const [seed] = row.seeds;
      expect(seed!.domain.loss).toBeGreaterThan(0);
      expect(seed!.general.loss).toBeGreaterThan(0);
      expect(row.decode!.median).toBeGreaterThan(0);
      expect(Math.min(row.parameters, row.diskBytes)).toBeGreaterThan(0);
      expect(row.elapsedMs).toBeGreaterThan(0);
    }
    const [base, tuned, , distilled, int8] = result.rows;
    expect(tuned!.seeds[0]!.domain.loss).toBeLessThan(base!.seeds[0]!.domain.loss - 1);
    expect(tuned!.seeds[0]!.general.loss).toBeGreaterThan(base!.seeds[0]!.general.loss);
    expect(int8!.diskBytes).toBeLessThan(distilled!.diskBytes);
    expect(Math.abs(writerVerdict(result)!.packedChange!)).toBeLessThan(0.005);
  });

  test('each stage goes on from the whole prompt, three times, each in its own way', async () => {
    expect(result.prompt).toBe(WRITER_TEXTS[language].prompt);
    for (const { texts, modelId } of result.rows) {
      expect(new Set(texts).size).toBe(3);
      expect(texts.join('')).not.toContain('\uFFFD');
      const { tokenizer } = await lab.exported(modelId);
      const { prompt } = result;
      expect(tokenizer.decode(tokenizer.encode(prompt))).toBe(prompt);
      // A character is a token.
      if (language === 'zh')
        for (const text of texts) expect([...prompt, ...text]).toHaveLength(40);
    }
  });
});

test('what came out is exported as it was executed, and is compared on its own text once kept', async () => {
  const { stored, provenance } = await lab.exported(writerModelId('int8'));
  expect(stored!.packed.size).toBeGreaterThan(0);
  expect(provenance!.data.corpus).toBe('finance_briefs');
  const library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
  const saved: BaseRef[] = [];
  for (const stage of ['finetuned', 'int8'] as const) {
    const { id } = await library.keepRun(writerModelId(stage), stage);
    saved.push({ kind: 'loaded', id });
  }
  const [model, ...others] = saved;
  const request = { model: model!, others, variants: [{ id: 'own', stages: [] }], minRounds: 1 };
  const { rows } = await lab.runStudy('compare', request, () => undefined);
  expect(rows.map(({ error }) => error)).toEqual([null, null]);
  expect(rows[1]!.bytes!.bitsPerByte).toBeGreaterThan(0);
});

test('stopped, it keeps the stages that it has; the next one begins anew', async () => {
  const result = await lab.runStudy('writer', tiny('zh'), ({ progress }) => {
    if (progress.phase === 'finetune') void lab.stopStudy('writer');
  });
  expect(result.rows.map(({ id }) => id)).toEqual(['base']);
  await expect(lab.exported(writerModelId('int8'))).rejects.toThrow('run it again');
});
