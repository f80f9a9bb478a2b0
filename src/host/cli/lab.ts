// The lab without a page, in Node on Dawn: `npm run lab -- <verb>`. A verb a file.
import { toErrorData } from '../lab/labError';
import { cards } from './cards';
import { compare } from './compare';
import { devices } from './devices';
import { distill } from './distill';
import { exportVerb } from './export';
import { generate } from './generation/generate';
import { kernel } from './kernel';
import { list } from './list';
import { plan } from './plan';
import { pruning } from './pruning';
import { recipe } from './recipe';
import { train } from './train';
import { fillMask } from './generation/fillMask';
import { finetune } from './finetune';
import { asUsageError } from './settings';
import { helpOf, parseCall, UsageError, type Verb } from './verb';

export const VERBS: readonly Verb[] = [
  devices,
  list,
  cards,
  train,
  compare,
  pruning,
  distill,
  finetune,
  recipe,
  exportVerb,
  generate,
  fillMask,
  plan,
  kernel,
];

function usage(): string {
  const names = VERBS.map(({ name, takes }) => [name, takes].filter(Boolean).join(' '));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = VERBS.map(({ summary }, index) => `  ${names[index]!.padEnd(width)}  ${summary}`);
  return ['npm run lab -- <verb> [options]', ...lines, '', 'npm run lab -- <verb> --help'].join(
    '\n',
  );
}

export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const verb = VERBS.find((one) => one.name === name);
  if (!verb) {
    const isRequested = name === undefined || name === '--help' || name === 'help';
    console.log(isRequested ? usage() : `There is no command "${name}".\n\n${usage()}`);
    return isRequested && name !== undefined ? 0 : 2;
  }
  try {
    const { call, help } = parseCall(verb, rest);
    if (help) {
      console.log(helpOf(verb));
      return 0;
    }
    return await verb.run(call);
  } catch (thrown) {
    const error = asUsageError(thrown);
    console.error(toErrorData(error).message);
    return error instanceof UsageError ? 2 : 1;
  }
}
