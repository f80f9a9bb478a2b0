// What the charts of a run draw, from the run as the page sees it.
import { stepsOf } from '../../../../training/run/learningRate';
import type { RunConfig } from '../../../../training/run/config';
import { inOrderOfReading, textSchedule } from '../../../../training/run/texts/textSchedule';
import type { RunView } from '../../../stores/runView';
import type { LossData, OverlayCurve, TermCurve, Seam } from '../../../charts/lossData';
import type { LossHistory } from '../../../charts/lossHistory';
import { scaleOf } from '../learnedShare';
import type { Overlay } from './overlays';

/** Training answers of a task: their share of right ones has a picture of its own. */
export const TASK_TRAINING = 'train';

export function termsOf(history: LossHistory): TermCurve[] {
  const measured = Object.keys(history.evals.at(-1)?.parts ?? {}).filter(
    (name) => name !== TASK_TRAINING,
  );
  const names = [...new Set([...history.terms.keys(), ...measured])];
  return names.map((name, color) => ({
    name,
    color,
    means: history.terms.get(name) ?? null,
    evals: history.evals.flatMap(({ step, parts: terms }) => {
      const loss = terms?.[name]?.loss;
      return loss === undefined ? [] : [{ step, loss }];
    }),
  }));
}

/** Where a later stage begins, with all texts that are read from there on. */
export function seamsOf(config: RunConfig): Seam[] {
  const { more = [] } = config.data;
  const steps = more.flatMap(({ from_step: from }) => (from ? [from] : []));
  return [...new Set(steps)].map((from) => ({
    corpora: more.filter(({ from_step }) => from_step === from).map(({ corpus }) => corpus),
    step: stepsOf(from, config.training.max_steps),
  }));
}

/** The text that the run is about, where it reads several. */
export function textAbout(config: RunConfig): string | undefined {
  const { texts, scheduled } = textSchedule(config);
  const read = inOrderOfReading(scheduled, config.training.max_steps);
  return read.length > 1 ? texts[read.at(-1)!]!.corpus : undefined;
}

/** Colored behind the parts of the present run. */
export function overlaysOf(overlays: readonly Overlay[], termCount: number): OverlayCurve[] {
  return overlays.map(({ id, history: { steps, means, evals } }, index) => ({
    name: id,
    color: termCount + index,
    steps,
    means,
    evals: evals.map(({ step, validationLoss: loss }) => ({ step, loss })),
  }));
}

export function lossDataOf(
  run: RunView,
  overlays: readonly Overlay[],
  hidden: ReadonlySet<string>,
): LossData {
  const { history, floor, earlier, config } = run;
  const terms = termsOf(history);
  const isShown = ({ name }: TermCurve): boolean => !hidden.has(name);
  return {
    history,
    scale: scaleOf(run),
    terms: terms.filter(isShown),
    overlays: overlaysOf(overlays, terms.length).filter(isShown),
    seams: seamsOf(config),
    floor: hidden.has('floor') ? null : floor,
    earlier: hidden.has('earlier') ? [] : earlier,
    maxSteps: config.training.max_steps,
    hidden,
  };
}
