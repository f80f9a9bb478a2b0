import type { DataCard } from '../../experiments/cards/dataCard';
import { DATA_CARDS } from '../../experiments/cards/dataCards';
import { MODEL_CARDS, weightBytes, type ModelCard } from '../../experiments/cards/modelCards';
import { JSON_OUTPUT } from './session';
import type { Verb } from './verb';

export const cards: Verb = {
  name: 'cards',
  summary:
    'Lists datasets and models of the Hugging Face Hub by the names that finetune and --base take, with size, license, splits, columns and metrics.',
  example: 'cards --json',
  options: { json: JSON_OUTPUT },
  run(call) {
    if (call.has('json')) {
      const models = MODEL_CARDS.map((card) => ({ ...card, weightBytes: weightBytes(card) }));
      console.log(JSON.stringify({ datasets: DATA_CARDS, models }));
      return Promise.resolve(0);
    }
    console.log('Datasets');
    for (const card of DATA_CARDS) console.log(`  ${dataLine(card)}`);
    console.log('\nModels');
    for (const card of MODEL_CARDS) console.log(`  ${modelLine(card)}`);
    return Promise.resolve(0);
  },
};

const megabytes = (sizeBytes: number): string =>
  `${(sizeBytes / 1e6).toLocaleString('en', { maximumSignificantDigits: 3 })} MB`;

function dataLine({ id, repository, license, sizeBytes, splits, use }: DataCard): string {
  const rows = splits.map(({ name, rows: count, isHidden }) =>
    [name, count, ...(isHidden ? ['(labels hidden)'] : [])].join(' '),
  );
  const facts = [repository, license, megabytes(sizeBytes), rows.join(', ')];
  if (use.kind === 'text') return `${id}: ${[...facts, `text: ${use.column}`].join('; ')}`;
  const { mapping, metrics } = use;
  const inputs = [...mapping.text, ...(mapping.second ? [mapping.second] : [])].join(' + ');
  return `${id}: ${[...facts, `${inputs} -> ${mapping.result}`, metrics.join(', ')].join('; ')}`;
}

function modelLine(card: ModelCard): string {
  const { id, repository, license, sizeBytes, family, parameters, context } = card;
  const { run, train } = weightBytes(card);
  const memory = `memory ${megabytes(run)}, to fine-tune ${megabytes(train)} and activations`;
  const millions = `${Math.round(parameters / 1e6)} M parameters`;
  const facts = [repository, license, megabytes(sizeBytes), family, millions];
  return `${id}: ${[...facts, `${context} tokens`, memory].join('; ')}`;
}
