// npm run formats-check -- [--only tables] [--seed N] [--count N] [--python PATH]
// Files made by chance, read here and by the tools that they belong to: what differs in silence is an error.
import { parseArgs } from 'node:util';
import { run as tables } from './formats_check/tables';

const TABLES = 2000;
const MOST_SHOWN = 10;

export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      count: { type: 'string' },
      python: { type: 'string', default: 'python3' },
    },
  });
  const [seed, count] = [Number(values.seed), Number(values.count ?? TABLES)];
  if (values.only !== undefined && values.only !== 'tables') return 2;
  const { different, ...counts } = await tables({ seed, count, python: values.python });
  console.log(`tables: ${JSON.stringify({ ...counts, different: different.length })}`);
  for (const one of different.slice(0, MOST_SHOWN)) console.log(one);
  return different.length > 0 ? 1 : 0;
}
