// One label is a number to be predicted: mean squared error, measured by correlations, as transformers has it
// where num_labels is 1.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalLab } from '../../src/host/lab/lab';
import { ModelLibrary } from '../../src/host/models/modelLibrary';
import { nodeDevices } from '../../src/host/node/context';
import type { LiveRun } from '../../src/host/protocol/finetune';
import { MemoryStorage } from '../../src/host/storage/memoryStorage';
import type { LoadedEntry } from '../../src/host/storage/loadedModels';
import { FINETUNE_DEFAULTS, finetuneRequest } from '../../src/host/studies/finetune/request';
import { readExamples } from '../../src/training/data/examples/exampleRows';
import { pearson, spearman } from '../../src/training/evaluate/benchmarkMetrics';
import { tinyFolder } from '../support/tinyModel';

const MAPPING = { kind: 'scores', text: ['text'], result: 'score' } as const;
/** The more of one letter, the higher. */
const rows = (count: number, from: number): Blob => {
  const lines = Array.from({ length: count }, (_, i) => {
    const score = (i * 7 + from) % 6;
    return JSON.stringify({ text: 'a'.repeat(score) + 'b'.repeat(5 - score) + (i % 10), score });
  });
  return new Blob([[...lines, '{"text": "none", "score": "many"}'].join('\n')]);
};

let lab: LocalLab;
let library: ModelLibrary;
beforeAll(async () => {
  lab = new LocalLab(nodeDevices('cpu'), () => Promise.reject(new Error('no asset is needed')));
  await lab.open();
  library = new ModelLibrary(lab, new MemoryStorage<LoadedEntry>());
});
afterAll(() => library.rest());

test('a regression is trained, measured, saved, and says the numbers that it was measured by', async () => {
  const found = await readExamples(
    { name: 'train.jsonl', blob: rows(120, 0) },
    { format: 'jsonl' },
    MAPPING,
    { heldOut: { name: 'held.jsonl', blob: rows(24, 3) } },
  );
  expect(found).toMatchObject({ labels: ['score'], leftOut: { no_number: 1 } });
  const files = Array.from(tinyFolder(), ([name, blob]) => ({ path: `tiny/${name}`, blob }));
  const { id } = await library.import(files, () => undefined);
  const json = '{"num_train_epochs": 8, "per_device_train_batch_size": 8}';
  const base = { kind: 'loaded', id } as const;
  const choices = { ...FINETUNE_DEFAULTS, base, set: 'own_examples', rate: 0.02, json };
  const request = finetuneRequest(choices, 'small', found);
  let live: LiveRun | null = null;
  const result = await lab.runStudy('finetune', request, (update) => (live = update.result.live));
  const { runId, evals } = live! as LiveRun;
  const [first, last] = [evals[0]!, evals.at(-1)!];
  expect(last.validationLoss).toBeLessThan(first.validationLoss / 4);
  expect(last.correlation!.pearson).toBeGreaterThan(0.9);
  const [run] = result.runs;
  expect(run).toMatchObject({ accuracy: null, macroF1: null, scores: last.correlation });
  expect([result.baseline, result.metrics]).toEqual([[], ['pearson', 'spearman']]);

  // The saved model, asked text by text, gives the very figures.
  const saved = await library.keepRun(runId, 'scores');
  expect(saved.labels).toEqual(['score']);
  const config = JSON.parse(
    await (
      await library.files({ kind: 'loaded', id: saved.id }, 'stored')
    )
      .find(({ path }) => path === 'config.json')!
      .blob.text(),
  ) as Record<string, unknown>;
  expect(config).toMatchObject({ problem_type: 'regression', id2label: { 0: 'score' } });
  const predicted: number[] = [];
  for (const { text } of found.heldOut!) {
    const { score, probabilities } = await library.classify({
      base: { kind: 'loaded', id: saved.id },
      text,
    });
    expect(probabilities).toEqual([]);
    predicted.push(score!);
  }
  const right = found.heldOut!.map(({ score }) => score!);
  const error = predicted.reduce((sum, value, i) => sum + (value - right[i]!) ** 2, 0) / 24;
  expect(error).toBeCloseTo(last.validationLoss, 4);
  expect(pearson(predicted, right)).toBeCloseTo(last.correlation!.pearson, 5);
  expect(spearman(predicted, right)).toBeCloseTo(last.correlation!.spearman, 2);

  // What is compared are classes and text.
  const compare = lab.runStudy(
    'compare',
    {
      model: { kind: 'loaded', id: saved.id },
      variants: [],
    },
    () => undefined,
  );
  await expect(compare).rejects.toMatchObject({ code: 'regression_not_compared' });
});
