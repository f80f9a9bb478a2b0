// Which texts a run reads when: one after the other, several mixed by their shares, or one stage of such a
// mixture after the other. Texts that no entry schedules are read by the objectives that name them.
import { BenchtopError } from '../../../gpu/errors';
import { isBrought } from '../../data/corpora/corpora';
import { randomUint32 } from '../../data/random';
import type { RunConfig } from '../config';
import { stepsOf } from '../learningRate';

export interface ReadText {
  readonly corpus: string;
  readonly size_chars?: number | undefined;
}

export interface ScheduledText {
  /** Index of the text. */
  readonly text: number;
  /** Below 1: a share of all steps. */
  readonly fromStep: number;
  /** Of the sequences, among the texts of the same step. */
  readonly share: number;
}

export interface TextSchedule {
  /** Each once, in the order in which they are written down. */
  readonly texts: readonly ReadText[];
  readonly scheduled: readonly ScheduledText[];
}

/** The texts of a run as they are written down; the first is read from the start. */
export const listedTexts = ({ data: { corpus, size_chars, share, more = [] } }: RunConfig) => [
  { corpus, size_chars, share, from_step: 0 },
  ...more,
];

/** The text among them that is not built in, where there is one. */
export const broughtText = (config: RunConfig): string | undefined =>
  listedTexts(config).find(({ corpus }) => isBrought(corpus))?.corpus;

/** @throws BenchtopError text_sizes_differ | text_listed_twice */
export function textSchedule(config: RunConfig): TextSchedule {
  const texts: ReadText[] = [];
  const scheduled: ScheduledText[] = [];
  for (const { corpus, size_chars, share = 1, from_step: fromStep } of listedTexts(config)) {
    const known = texts.findIndex((text) => text.corpus === corpus);
    if (known < 0) texts.push({ corpus, size_chars });
    else if (texts[known]!.size_chars !== size_chars) throw sizesDiffer(corpus);
    if (fromStep === undefined) continue;
    const text = known < 0 ? texts.length - 1 : known;
    if (scheduled.some((one) => one.text === text && one.fromStep === fromStep))
      throw listedTwice(corpus, fromStep);
    scheduled.push({ text, fromStep, share });
  }
  return { texts, scheduled };
}

const sizesDiffer = (corpus: string): BenchtopError =>
  new BenchtopError(
    'text_sizes_differ',
    `The text "${corpus}" is listed with two sizes. Give it the same size everywhere.`,
    { corpus },
  );

const listedTwice = (corpus: string, step: number): BenchtopError =>
  new BenchtopError(
    'text_listed_twice',
    `The text "${corpus}" is listed twice from step ${step} on. Remove one, or add up their shares.`,
    { corpus, step },
  );

/** The texts in the order in which they are read for the last time: the last is what the run is about. */
export function inOrderOfReading(scheduled: readonly ScheduledText[], maxSteps: number): number[] {
  const sorted = scheduled.toSorted(
    (a, b) => stepsOf(a.fromStep, maxSteps) - stepsOf(b.fromStep, maxSteps),
  );
  return [...new Set(sorted.map(({ text }) => text).toReversed())].toReversed();
}

const SALT = 0x6d69_7874;

/** Which text each sequence of a batch is read from: a function of step, batch and row alone. */
export function readingAt(
  scheduled: readonly ScheduledText[],
  maxSteps: number,
  seed: number,
): (step: number, batch: number) => (row: number) => number {
  const begun = scheduled.map((one) => ({ ...one, step: stepsOf(one.fromStep, maxSteps) }));
  return (step, batch) => {
    const latest = Math.max(...begun.filter((one) => one.step <= step).map((one) => one.step));
    const stage = begun.filter((one) => one.step === latest);
    const [only] = stage;
    if (only && stage.length === 1) return () => only.text;
    const total = stage.reduce((sum, { share }) => sum + share, 0);
    return (row) => {
      let left = (randomUint32(seed ^ SALT, batch, row) / 2 ** 32) * total;
      const drawn = stage.find(({ share }) => (left -= share) < 0) ?? stage.at(-1);
      return drawn?.text ?? 0;
    };
  };
}
