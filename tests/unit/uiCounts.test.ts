// One step is no "1 steps", and the loss chart has no half step.
import { expect, test } from 'vitest';
import i18next from 'i18next';
import { WHOLE_STEPS } from '../../src/ui/charts/lossScales';
import { en } from '../../src/ui/i18n/en';
import { zh } from '../../src/ui/i18n/zh';
import { flatten } from '../support/uiStrings';

const keysOf = (strings: Parameters<typeof flatten>[0]) => flatten(strings).map(([key]) => key);

test('the loss chart goes up by whole steps', () => {
  expect(WHOLE_STEPS.every(Number.isInteger)).toBe(true);
  expect(WHOLE_STEPS.slice(0, 5)).toEqual([1, 2, 5, 10, 20]);
});

test('counts take the form of the language', async () => {
  const words = i18next.createInstance();
  await words.init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
  });
  const after = (step: number): string => words.t('finetune.texts.after', { count: step });
  expect([after(1), after(2), after(0)]).toEqual([
    'After 1 step',
    'After 2 steps',
    'After 0 steps',
  ]);
  await words.changeLanguage('zh-CN');
  expect(after(1)).toContain('1');
  expect(after(1)).not.toContain('texts.after');
});

test('a count has both forms in English, and one in Chinese', () => {
  const [english, chinese] = [new Set(keysOf(en)), new Set(keysOf(zh))];
  const singular = [...english].filter((key) => key.endsWith('_one'));
  expect(singular.length).toBeGreaterThan(15);
  for (const key of singular) {
    const other = key.replace(/_one$/, '_other');
    expect([english.has(other), chinese.has(other), chinese.has(key)], key).toEqual([
      true,
      true,
      false,
    ]);
  }
});
