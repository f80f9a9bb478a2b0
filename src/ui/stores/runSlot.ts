// The run on the page, and those that are under way beside it.
import type { LossHistory } from '../charts/lossHistory';
import type { RunEvent } from '../../host/protocol/run';
import { applyEvent, isActive, newRunView, openedView, type RunView } from './runView';

export interface RunSlot {
  run: RunView | null;
  /** Paused for another one, or going on while another one is looked at. */
  beside: readonly RunView[];
}

export const EMPTY_SLOT: RunSlot = { run: null, beside: [] };

const MOST_EARLIER = 5;

/** A run that never made a step has no curve to show. */
const withHistory = (earlier: readonly LossHistory[], history: LossHistory): LossHistory[] =>
  [...earlier, history].filter(({ count }) => count > 0).slice(-MOST_EARLIER);

const allOf = ({ run, beside }: RunSlot): RunView[] => (run ? [run, ...beside] : [...beside]);

/** One that is opened is shown. */
export function applyToSlot(slot: RunSlot, event: RunEvent): RunSlot {
  const { run, beside } = slot;
  const { runId } = event;
  if (event.type === 'opened') {
    const isSame = run?.experimentId === event.experimentId && !event.history;
    const earlier = isSame && run ? withHistory(run.earlier, run.history) : [];
    const opened = newRunView(runId, event.experimentId, event.config, earlier);
    return { run: openedView(opened, event), beside: besideOf(slot, runId) };
  }
  if (run?.runId === runId) return { run: applyEvent(run, event), beside };
  if (!beside.some((one) => one.runId === runId)) return slot;
  const changed = beside.map((one) => (one.runId === runId ? applyEvent(one, event) : one));
  return { run, beside: changed.filter(({ state }) => isActive(state)) };
}

/** Those that have ended are among the saved runs. */
const besideOf = (slot: RunSlot, shown: string): RunView[] =>
  allOf(slot).filter(({ runId, state }) => runId !== shown && isActive(state));

/** Shows one that is under way beside the one that is shown. */
export function shownInSlot(slot: RunSlot, runId: string): RunSlot {
  const run = allOf(slot).find((one) => one.runId === runId);
  return run ? { run, beside: besideOf(slot, runId) } : slot;
}

export const experimentOf = (slot: RunSlot, runId: string): string | undefined =>
  allOf(slot).find((one) => one.runId === runId)?.experimentId;
