// What the page fills in without the schema must be what the schema fills in.
import { describe, expect, test } from 'vitest';
import { EXPERIMENTS } from '../../src/experiments/all';
import { CORPORA } from '../../src/training/data/corpora';
import { runConfigSchema } from '../../src/training/run/config';
import { completeConfig } from '../../src/ui/knobs/complete';
import { KNOBS } from '../../src/ui/knobs/knobs';
import { checkNumber, checkTogether } from '../../src/ui/knobs/validate';

describe.each(EXPERIMENTS.map((experiment) => [experiment.id, experiment] as const))(
  'experiment %s',
  (_id, experiment) => {
    const config = completeConfig(experiment.config);

    test('is filled in as the schema does', () => {
      expect(config).toEqual(runConfigSchema.parse(experiment.config));
    });

    test('has no problem in any knob', () => {
      expect(checkTogether(config)).toEqual({});
      for (const knob of KNOBS)
        if (knob.kind === 'number')
          expect(checkNumber(knob, Number(knob.read(config))), knob.id).toBeNull();
    });

    test('reads a corpus that exists', () => {
      expect(CORPORA.map(({ id }) => id)).toContain(experiment.config.data.corpus);
    });
  },
);

test('every knob writes what it reads, and the schema takes every stop', () => {
  const [story] = EXPERIMENTS;
  const config = completeConfig(story!.config);
  for (const knob of KNOBS) {
    expect(knob.read(knob.write(config, knob.read(config))), knob.id).toEqual(knob.read(config));
    if (knob.kind !== 'number') continue;
    for (const stop of knob.stops) {
      const written = knob.write(config, stop);
      expect(knob.read(written)).toBe(stop);
      expect(runConfigSchema.safeParse(written).success, `${knob.id} = ${stop}`).toBe(true);
    }
  }
});
