// Cases of the category `formats`: other tools' files, read by this lab's own readers. By kind.
import { NotYet, type Runner } from './case';

const KINDS: Readonly<Record<string, () => Promise<Runner>>> = {
  refusal: async () => (await import('./formats/refusal')).refusal,
};

export const formats: Runner = async (testCase, environment) => {
  const kind = String(testCase.json.kind);
  const load = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!load) throw new NotYet(`formats/${kind}`);
  return (await load())(testCase, environment);
};
