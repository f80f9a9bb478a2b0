// Which runner does which kind of case. A kind that is not here is `not yet`.
import { NotYet, type Case, type Environment, type Prepared, type Runner } from './case';

/** Loaded when first needed: a folder of files needs no GPU code. */
const RUNNERS: readonly (readonly [kind: RegExp, load: () => Promise<Runner>])[] = [
  [/^io\/dtypes$/, async () => (await import('./io')).dtypes],
  [/^io\/bad$/, async () => (await import('./io')).bad],
  [/^tokenizer$/, async () => (await import('./tokenizer')).tokenizer],
  [/^io\/sharded$/, async () => (await import('./io')).sharded],
  [/^ops\//, async () => (await import('./ops')).op],
  [
    /^models\/(gpt2|llama|qwen2|qwen3|mistral|smollm3|gemma3_text|bert|distilbert|t5|lstm|gru|rnn_tanh|rnn_relu)$/,
    async () => (await import('./models')).model,
  ],
  [/^quant$/, async () => (await import('./quant')).quant],
  [/^training\/(lm|lora|classify|distill)$/, async () => (await import('./training')).training],
  [/^formats\//, async () => (await import('./formats/table')).formats],
  [/^generate$/, async () => (await import('./generate')).generate],
];

export async function prepare(testCase: Case, environment: Environment): Promise<Prepared> {
  if (testCase.kind === 'unreadable') throw new Error('the JSON cannot be parsed');
  const entry = RUNNERS.find(([kind]) => kind.test(testCase.kind));
  if (!entry) throw new NotYet(testCase.kind);
  const runner = await entry[1]();
  return runner(testCase, environment);
}
