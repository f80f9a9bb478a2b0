// What the page fills in without the schema must be what the schema fills in.
import { describe, expect, test } from 'vitest';
import { EXPERIMENTS } from '../../src/experiments/all';
import { CORPORA } from '../../src/training/data/corpora/corpora';
import { runConfigSchema } from '../../src/training/run/config';
import { asFamily } from '../../src/ui/settings/families';
import {
  isShown,
  SETTINGS,
  type ChoiceSetting,
  type Setting,
} from '../../src/ui/settings/settings';
import { checkNumber, checkTogether } from '../../src/ui/settings/validate';

describe.each(EXPERIMENTS.map((experiment) => [experiment.id, experiment] as const))(
  'experiment %s',
  (_id, experiment) => {
    const config = runConfigSchema.parse(experiment.config);

    test('has no problem in any setting', () => {
      expect(checkTogether(config)).toEqual({});
      for (const setting of SETTINGS)
        if (setting.kind === 'number' && isShown(setting, config))
          expect(checkNumber(setting, Number(setting.read(config))), setting.id).toBeNull();
    });

    test('reads a corpus that exists', () => {
      expect(CORPORA.map(({ id }) => id)).toContain(experiment.config.data.corpus);
    });
  },
);

const familySetting = SETTINGS.find(({ id }) => id === 'family')!;
const FAMILIES = [
  'gpt',
  'llama',
  'recurrent',
  'convolution',
  'blocks',
  'bert',
  'distilbert',
  't5',
] as const;

test.each(FAMILIES)(
  'every setting of %s writes what it reads, and the schema takes every stop',
  (of) => {
    const story = runConfigSchema.parse(EXPERIMENTS[0]!.config);
    const config = familySetting.write(story, of);
    expect(config.model).toEqual(asFamily(story.model, of));
    expect(runConfigSchema.parse(config)).toEqual(config);
    expect(checkTogether(config)).toEqual({});
    for (const setting of SETTINGS.filter((one) => isShown(one, config))) {
      expect(setting.read(setting.write(config, setting.read(config))), setting.id).toEqual(
        setting.read(config),
      );
      if (setting.kind === 'number')
        expect(checkNumber(setting, Number(setting.read(config)))).toBeNull();
      for (const stop of stopsOf(setting)) {
        const written = setting.write(config, stop);
        expect(setting.read(written)).toBe(stop);
        expect(runConfigSchema.safeParse(written).success, `${setting.id} = ${stop}`).toBe(true);
      }
    }
  },
);

const stopsOf = (setting: Setting): readonly (number | string)[] => {
  if (setting.kind === 'number') return setting.stops;
  return setting.kind === 'choice' ? setting.choices : [];
};

test('a family takes over the sizes, and going there and back changes nothing', () => {
  const { model } = runConfigSchema.parse(EXPERIMENTS[0]!.config);
  for (const family of FAMILIES) {
    const other = asFamily(model, family);
    expect(other).toMatchObject({ n_layer: 4, n_embd: 128, n_positions: 128 });
    expect(asFamily(other, 'gpt')).toMatchObject({ family: 'gpt', n_layer: 4, n_embd: 128 });
  }
  expect(asFamily(model, 'gpt')).toBe(model);
});

test('settings that contradict each other are named before anything starts', () => {
  const story = runConfigSchema.parse(EXPERIMENTS[0]!.config);
  const check = (family: (typeof FAMILIES)[number], sizes: object) =>
    checkTogether({ ...story, model: { ...asFamily(story.model, family), ...sizes } });
  expect(check('gpt', { n_embd: 130 }).n_embd?.code).toBe('not_divisible');
  expect(check('llama', { n_embd: 36, n_kv_head: 4 }).n_embd?.code).toBe('odd_heads');
  expect(check('llama', { n_kv_head: 3 }).n_kv_head?.code).toBe('kv_not_divisible');
  const mixer = { kind: 'attention', n_kv_head: 3 };
  expect(check('blocks', { blocks: [{ mixer, feed_forward: 'gelu' }] }).blocks?.code).toBe(
    'block_heads',
  );
  expect(check('blocks', { n_embd: 36, positions: 'rope' }).n_embd?.code).toBe('odd_heads');
  expect(check('recurrent', { n_embd: 37 })).toEqual({});
});

test('a model without token types is not offered the next sentence, and drops it', () => {
  const story = runConfigSchema.parse(EXPERIMENTS[0]!.config);
  const objective = SETTINGS.find(({ id }) => id === 'objective') as ChoiceSetting;
  const both = objective.write(familySetting.write(story, 'bert'), 'masked_and_next');
  expect(objective.among?.(both)).toContain('masked_and_next');
  const distilled = familySetting.write(both, 'distilbert');
  expect(objective.among?.(distilled)).toEqual(['masked_lm', 'whole_words', 'contrastive']);
  expect(objective.read(distilled)).toBe('masked_lm');
  expect(objective.read(familySetting.write(both, 'bert'))).toBe('masked_and_next');
});

test('a family learns what it can: objectives come and go with it', () => {
  const story = runConfigSchema.parse(EXPERIMENTS[0]!.config);
  const kinds = (config: typeof story) => config.objectives?.map(({ kind }) => kind);
  const bert = familySetting.write(story, 'bert');
  expect(kinds(bert)).toEqual(['masked_lm']);
  const both = SETTINGS.find(({ id }) => id === 'objective')!.write(bert, 'masked_and_next');
  expect(kinds(both)).toEqual(['masked_lm', 'next_sentence']);
  expect(kinds(familySetting.write(both, 'distilbert'))).toEqual(['masked_lm']);
  expect(kinds(familySetting.write(both, 't5'))).toEqual(['span_corruption']);
  expect(familySetting.write(both, 'gpt')).toEqual(story);
});
