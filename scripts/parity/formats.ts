// Files of other tools and what reading them must give: which runner does which kind.
import { NotYet, type Runner } from './case';
import { examples } from './formats/examples';
import { prompts } from './formats/prompts';
import { questions } from './formats/questions';
import { rows } from './formats/rows';
import { sample } from './formats/sample';
import { split } from './formats/split';

const KINDS: Readonly<Record<string, Runner>> = {
  rows,
  examples,
  sample,
  split,
  prompts,
  questions,
};

export const formats: Runner = (testCase, environment) => {
  const runner = KINDS[String(testCase.json.kind)];
  if (!runner) throw new NotYet(testCase.kind);
  return runner(testCase, environment);
};
