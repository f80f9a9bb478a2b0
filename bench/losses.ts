// Writes bench/reference/losses.json: node scripts/run.mjs bench/losses.ts (minutes, no GPU).
import { writeFileSync } from 'node:fs';
import { gptBatch, gptWeights, NANOGPT_CPU } from './cases';
import { referenceLosses } from './reference/gpt';

const STEPS = 21;

export function main(): number {
  const weights = gptWeights(NANOGPT_CPU);
  const losses = referenceLosses(NANOGPT_CPU, weights, gptBatch(NANOGPT_CPU), STEPS);
  const file = new URL('reference/losses.json', import.meta.url);
  writeFileSync(file, `${JSON.stringify(losses, null, 2)}\n`);
  console.log(losses.map((loss) => loss.toFixed(6)).join(' '));
  return 0;
}
