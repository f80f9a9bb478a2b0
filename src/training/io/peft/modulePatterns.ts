// Regular expressions of Python's on names of modules, matched as a whole. Every search has an end, whatever
// the pattern is.
import { fieldError } from '../../formats/fieldTable';
import { PatternMatcher } from '../../tokenizers/huggingface/regex/matcher';
import { TokenizerError } from '../../tokenizers/tokenizer';

export type NameTest = (name: string) => boolean;

/** Names have no line ends and are never captured: what is left of Python's syntax is Oniguruma's. */
const plain = (source: string): string =>
  source
    .replaceAll(/\(\?P<[^>]*>/g, '(?:')
    .replaceAll('\\Z', '\\z')
    .replace(/^\(\?([aiLmsux]+)\)/, (_, flags: string) => {
      const supported = flags.replaceAll(/[aLmsu]/g, '');
      return supported === '' ? '' : `(?${supported})`;
    });

/** @throws FieldError unsupported_field, also by the test itself */
export function nameTest(file: string, key: string, source: string, before = ''): NameTest {
  const bad = (note: string) => fieldError('unsupported_field', file, key, source, note);
  const guarded = <T>(run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof TokenizerError)) throw thrown;
      throw bad(
        thrown.code === 'pattern_too_slow'
          ? 'This regular expression takes too long. Write the modules as a list.'
          : 'This regular expression cannot be read here. Write the modules as a list.',
      );
    }
  };
  const whole = plain(source);
  const [, flags = '', rest = ''] = /^(\(\?[ix]+\))?(.*)$/s.exec(whole) ?? [];
  const matcher = guarded(() => new PatternMatcher(`${flags}\\A${before}(?:${rest})\\z`));
  return (name) => guarded(() => matcher.findAll(name).length > 0);
}
