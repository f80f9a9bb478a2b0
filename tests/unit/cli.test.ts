import { describe, expect, test } from 'vitest';
import { VERBS } from '../../src/host/cli/lab';
import { changed, withSettings } from '../../src/host/cli/settings';
import { helpOf, parseCall, UsageError } from '../../src/host/cli/verb';
import { findExperiment } from '../../src/experiments/all';

const verb = (name: string) => VERBS.find((one) => one.name === name)!;

describe('a verb of the command line', () => {
  test('has help with an example that it can parse itself', () => {
    for (const one of VERBS) {
      expect(helpOf(one)).toContain(`Example: npm run lab -- ${one.example}`);
      const [name, ...words] = one.example.match(/'[^']*'|\S+/g)!;
      expect(name).toBe(one.name);
      expect(() => parseCall(one, words)).not.toThrow();
    }
  });

  test('reads options of every kind', () => {
    const { call, help } = parseCall(verb('train'), [
      'story',
      '--steps=12',
      '--set',
      'training.seed=3',
      '--set',
      'name=x',
      '--json',
    ]);
    expect(help).toBe(false);
    expect(call.positionals).toEqual(['story']);
    expect(call.number('steps')).toBe(12);
    expect(call.all('set')).toEqual(['training.seed=3', 'name=x']);
    expect(call.has('json')).toBe(true);
    expect(call.has('auto-size')).toBe(false);
  });

  test.each([['--bogus'], ['--steps'], ['--json=yes']])('refuses %s with its help', (word) => {
    expect(() => parseCall(verb('train'), ['story', word])).toThrow(UsageError);
    expect(() => parseCall(verb('train'), ['story', word])).toThrow(/Example: npm run lab/);
  });

  test.each(['', 'x', '1.5', '-2', 'Infinity'])('refuses "%s" as a number of steps', (value) => {
    const { call } = parseCall(verb('train'), ['story', `--steps=${value}`]);
    expect(() => call.number('steps', { min: 1 })).toThrow(/--steps needs an integer/);
  });
});

describe('--set', () => {
  const { config } = findExperiment('story')!;

  test('changes a setting on a copy', () => {
    const set = withSettings(config, ['training.learning_rate=0.002', 'sample.prompt=Once']);
    expect(set.training.learning_rate).toBe(0.002);
    expect(set.sample.prompt).toBe('Once');
    expect(config.training.learning_rate).not.toBe(0.002);
  });

  test('names what is not valid', () => {
    expect(() => withSettings(config, ['training.learning_rate=fast'])).toThrow(
      /training\.learning_rate/,
    );
    expect(() => withSettings(config, ['training.rate=1', 'model.n_layers=3'])).toThrow(
      /model\.n_layers: there is no such setting\n  training\.rate/,
    );
    expect(() => changed(config, ['training.seed'])).toThrow(/key=value/);
  });
});
