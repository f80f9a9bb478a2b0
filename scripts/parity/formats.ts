// Cases of the category `formats`: other tools' files, read by this lab's own readers. By kind.
import { NotYet, type Runner } from './case';

const KINDS: Readonly<Record<string, () => Promise<Runner>>> = {
  training_arguments: async () => (await import('./formats/trainingArguments')).trainingArguments,
  rows: async () => (await import('./formats/rows')).rows,
  examples: async () => (await import('./formats/examples')).examples,
  sample: async () => (await import('./formats/sample')).sample,
  split: async () => (await import('./formats/split')).split,
  prompts: async () => (await import('./formats/prompts')).prompts,
  questions: async () => (await import('./formats/questions')).questions,
  refusal: async () => (await import('./formats/refusal')).refusal,
};

export const formats: Runner = async (testCase, environment) => {
  const kind = String(testCase.json.kind);
  const load = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!load) throw new NotYet(`formats/${kind}`);
  return (await load())(testCase, environment);
};
