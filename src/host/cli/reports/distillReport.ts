// The result of a distillation as a Markdown table.
import type { DistillResult } from '../../protocol/distill';
import { figuresOf, figureWords, FIGURES, type DistillUnit } from '../../studies/distill/figures';
import { textLine } from '../../studies/textReport';
import { markdownTable } from '../../studies/markdown';

const FORMATS: Readonly<Record<DistillUnit, (value: number) => string>> = {
  nats: (value) => value.toFixed(4),
  share: (value) => `${(100 * value).toFixed(1)} %`,
  divergence: (value) => value.toFixed(4),
  count: String,
  bytes: (value) => `${(value / 1000).toFixed(1)} kB`,
  rate: (value) => value.toFixed(0),
};

function factsOf({ method }: DistillResult): string {
  if (!method) return '';
  const { teacherName, teacherModel, studentModel, adapter, config, reads, text } = method;
  const read =
    reads.kind === 'objective'
      ? `${reads.examples} examples an epoch (${reads.objective}), ${reads.heldOut} held out`
      : reads.kind === 'text'
        ? `${reads.tokens} tokens in ${reads.windows} windows, ${reads.readyLogits ? 'teacher logits cached' : 'teacher in the step'}`
        : `${reads.labeled} labeled examples, ${reads.unlabeled} unlabeled examples, ${reads.heldOut} held out`;
  return `${teacherName} (${teacherModel}) → ${studentModel} on ${adapter}. ${textLine(text)} Read: ${read}; ${config.training.max_steps} steps, T = ${config.temperature}, alpha ${config.alpha}.`;
}

/** The method, and a row for each model. */
export function distillReport(result: DistillResult): string {
  const figures = figuresOf(result.rows);
  const head = ['Model', ...figures.map((id) => FIGURES[id].title)];
  const rows = result.rows.map((row) => [
    row.id,
    ...figures.map((id, at) =>
      at === 0 && row.error ? row.error.message : figureWords(id, row, FORMATS),
    ),
  ]);
  return `${factsOf(result)}\n\n${markdownTable(head, rows)}`;
}
