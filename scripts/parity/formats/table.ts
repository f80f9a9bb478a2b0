// Which runner does which kind of case of the category `formats`, loaded when it is needed.
import { NotYet, type Runner } from '../case';

const RUNNERS: Readonly<Record<string, () => Promise<Runner>>> = {
  tokenizer: async () => (await import('./tokenizer')).tokenizer,
};

export const formats: Runner = async (testCase, environment) => {
  const kind = String(testCase.json.kind);
  const load = Object.hasOwn(RUNNERS, kind) ? RUNNERS[kind] : undefined;
  if (!load) throw new NotYet(`formats/${kind}`);
  return (await load())(testCase, environment);
};
