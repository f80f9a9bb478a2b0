import { expect, test } from 'vitest';
import { findExperiment } from '../../src/experiments/all';
import { runConfigSchema } from '../../src/training/run/config';
import { formatBytes, formatCompact, formatDuration, formatSetting } from '../../src/ui/kit/format';
import { SETTINGS, type NumberSetting } from '../../src/ui/settings/settings';
import { checkNumber, nextStop, parseNumber } from '../../src/ui/settings/validate';

const setting = (id: string) => SETTINGS.find((found) => found.id === id) as NumberSetting;

test.each([
  ['3e-4', 3e-4],
  ['1,000', 1000],
  ['1 000', 1000],
  ['0,5', 0.5],
  ['１２８', 128],
  ['-2', -2],
])('%s is read as %d', (typed, value) => {
  expect(parseNumber(typed)).toBe(value);
});

test.each(['', 'x', '1e', '12px'])('%j is no number', (typed) => {
  expect(parseNumber(typed)).toBeNaN();
});

test('each way to be wrong has its own code', () => {
  expect(checkNumber(setting('n_layer'), NaN)?.code).toBe('not_a_number');
  expect(checkNumber(setting('n_layer'), 1.5)?.code).toBe('not_whole');
  expect(checkNumber(setting('n_layer'), 0)?.code).toBe('too_small');
  expect(checkNumber(setting('n_layer'), 97)?.code).toBe('too_large');
  expect(checkNumber(setting('learning_rate'), 0)?.code).toBe('above_zero');
  expect(checkNumber(setting('learning_rate'), 1e-3)).toBeNull();
});

test('stops are found from between them and beyond them', () => {
  expect(nextStop(setting('n_embd'), 100, 1)).toBe(128);
  expect(nextStop(setting('n_embd'), 100, -1)).toBe(96);
  expect(nextStop(setting('n_embd'), 1024, 1)).toBe(2048);
  expect(nextStop(setting('n_layer'), 1, -1)).toBe(1);
  expect(nextStop(setting('seed'), 1337, 1)).toBe(1338);
});

test('figures keep three digits and their unit', () => {
  expect(formatCompact(816_640)).toBe('817 k');
  expect(formatCompact(999.7)).toBe('1.00 k');
  expect(formatCompact(58)).toBe('58');
  expect(formatBytes(78_100_000)).toBe('78.1 MB');
  expect(formatBytes(512)).toBe('512 B');
  expect(formatDuration(3_847_000)).toBe('1:04:07');
  expect(formatDuration(7000)).toBe('0:07');
  expect(formatSetting(3e-5)).toBe('3e-5');
  expect(formatSetting(0.001)).toBe('0.001');
});

test('weights, shares and augmentations of objectives are settings; the choice of objectives stays', () => {
  const { config } = findExperiment('masked-words')!;
  const by = (id: string) => SETTINGS.find((setting) => setting.id === id)!;
  const all = by('objective').write(runConfigSchema.parse(config), 'all_three');
  expect(by('objective_weights').read(all)).toBe(
    JSON.stringify([
      { name: 'masked_lm', weight: 1 },
      { name: 'next_sentence', weight: 1 },
      { name: 'contrastive', weight: 0.5 },
    ]),
  );
  const weights = [3, 2, 1].map((weight, i) => ({ name: String(i), weight }));
  const changed = [
    ['objective_weights', JSON.stringify(weights)],
    ['mlm_probability', 0.3],
    ['augmentations', JSON.stringify([{ kind: 'sentence_permutation' }])],
  ].reduce((draft, [id, value]) => by(String(id)).write(draft, value!), all);
  expect(changed.objectives).toEqual([
    { kind: 'masked_lm', weight: 3, mlm_probability: 0.3 },
    { kind: 'next_sentence', weight: 2 },
    { kind: 'contrastive', weight: 1, augmentations: [{ kind: 'sentence_permutation' }] },
  ]);
  expect(by('objective').read(changed)).toBe('all_three');
});
