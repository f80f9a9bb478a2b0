// README.md of a ready-made model: a Hugging Face model card, with the front matter that the Hub reads.
import { READY } from '../../../experiments/ready/ready';
import type { ReadyExperiment } from '../../../experiments/ready/readyExperiment';
import { runConfigSchema } from '../../../training/run/config';
import type { ReadyEntry } from '../../protocol/ready';

const TAGS = {
  text: 'text-generation',
  classify: 'text-classification',
  answer: 'text2text-generation',
  task: 'text-generation',
} as const;

const count = (value: number): string => value.toLocaleString('en');
const figure = (value: number): string => value.toFixed(4);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** In English; the page shows the same words in its own language. */
export function cardFile(experiment: ReadyExperiment, entry: ReadyEntry): string {
  const { id, kind, title, about, limits, licence, form, prompts, config } = experiment;
  const { measures, sizeBytes, parameters, language, vocabSize } = entry;
  const { date, command, engine, seconds, seed, steps } = measures;
  const base = config.base?.kind === 'ready' ? config.base.id : undefined;
  return `---
license: ${licence.toLowerCase()}
${language ? `language: ${language}\n` : ''}pipeline_tag: ${TAGS[kind]}
library_name: transformers
${base === undefined ? '' : `base_model: ${base}\n`}tags:
  - benchtop
  - ${config.model.family}
---

# ${title.en}

${about.en}

Trained with this lab on ${engine.name}, ${date}.

| What                  | Figure |
| --------------------- | ------ |
${rows(entry)
  .map(([name, value]) => `| ${name} | ${value} |`)
  .join('\n')}

Losses are means over held-out examples in nats a token; this one is that of the files here, as they are loaded
(${form.toUpperCase()}). The floor is the exact entropy of the grammar that made the text, for whole texts.

## Try it

\`npm run lab -- generate ready:${id} --prompt '${prompts[0]!.replaceAll("'", "'\\''")}'\`

It answers: ${JSON.stringify(measures.shown)}

## Train it again

\`${command}\` trains it with seed ${seed} for ${count(steps)} steps (${count(seconds)} s on ${engine.name}); \`npm run make-models -- --check ${id}\`
does so and compares the held-out loss with the one above.

\`\`\`json
${JSON.stringify(runConfigSchema.parse(config), null, 2)}
\`\`\`

## Limits

${limits.en}

${count(parameters)} parameters, ${count(vocabSize)} tokens, ${count(sizeBytes)} bytes.
`;
}

function rows({ measures }: ReadyEntry): [string, string][] {
  const { loss, lossError, floor, accuracy, exactMatch, induction } = measures;
  return [
    ['Held-out loss', `${figure(loss)} ± ${figure(lossError)}`],
    ...(floor === null ? [] : [['Entropy floor', figure(floor)] as [string, string]]),
    ...(accuracy === undefined ? [] : [['Right, held out', percent(accuracy)] as [string, string]]),
    ...(exactMatch === undefined
      ? []
      : [['Answers that are right, held out', percent(exactMatch)] as [string, string]]),
    ...(induction
      ? [
          [
            `Induction head (layer ${induction.layer + 1}, head ${induction.head + 1}): attention from the end to the answer`,
            percent(induction.score),
          ] as [string, string],
        ]
      : []),
  ];
}

/** In the order of the experiments. */
export const inOrder = (entries: readonly ReadyEntry[]): ReadyEntry[] =>
  READY.flatMap(({ id }) => entries.filter((entry) => entry.id === id));
