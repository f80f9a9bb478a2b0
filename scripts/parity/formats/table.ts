// Which runner does which kind of case of the category `formats`, loaded when it is needed.
import { NotYet, type Runner } from '../case';

const RUNNERS: Readonly<Record<string, () => Promise<Runner>>> = {
  tokenizer: async () => (await import('./tokenizer')).tokenizer,
  training_arguments: async () => (await import('./trainingArguments')).trainingArguments,
  rows: async () => (await import('./rows')).rows,
  examples: async () => (await import('./examples')).examples,
  sample: async () => (await import('./sample')).sample,
  split: async () => (await import('./split')).split,
  prompts: async () => (await import('./prompts')).prompts,
  questions: async () => (await import('./questions')).questions,
  refusal: async () => (await import('./refusal')).refusal,
};

export const formats: Runner = async (testCase, environment) => {
  const kind = String(testCase.json.kind);
  const load = Object.hasOwn(RUNNERS, kind) ? RUNNERS[kind] : undefined;
  if (!load) throw new NotYet(`formats/${kind}`);
  return (await load())(testCase, environment);
};
