// Tasks of the page's main thread, from the browser's own trace. It counts the time a task has had a
// processor: a machine whose cores all emulates a GPU also makes tasks wait in the middle, and a
// PerformanceObserver's "longtask" cannot tell the two apart. The unit is a piece of fixed work that the
// page does now and then while it is watched: a slower machine, or a core shared with others, takes
// longer for both. What the browser does by itself in between (style, layout, paint) has no such unit: its
// layouts are counted by the objects that they place.
import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** Microseconds: by the clock, and of processor time. */
  dur?: number;
  tdur?: number;
  args?: {
    name?: string;
    data?: { url?: string; functionName?: string };
    /** Of a layout: objects that were to be placed. */
    beginData?: { dirtyObjects?: number };
  };
}

/** What a task may cost: pieces of reference work. Where a piece takes 2.5 ms, that is 50 ms. */
const LIMIT_PIECES = 20;
const FUNCTION_NAME = 'referenceWork';

/** Fixed work of the kinds that a page does: objects, strings, sorting. */
const START_REFERENCE = `{
  function ${FUNCTION_NAME}() {
    const rows = Array.from({ length: 6000 }, (_, i) => ({ key: (i * 7919) % 6007, name: 'row ' + i }));
    rows.sort((a, b) => a.key - b.key);
    document.documentElement.dataset.reference = JSON.stringify(rows).length;
  }
  window.reference = setInterval(${FUNCTION_NAME}, 500);
}`;

export async function watchTasks(browser: Browser, page: Page): Promise<void> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await page.evaluate(START_REFERENCE);
}

export interface WatchedTasks {
  readonly count: number;
  /** How often the reference work was done. */
  readonly pieces: number;
  readonly pieceMs: number;
  /** The costliest task in pieces of reference work. */
  readonly greatest: number;
  /** Tasks with script of the page that are over the limit, with that script. */
  readonly long: string[];
  /** Objects that the largest layout has placed. */
  readonly layoutCount: number;
}

export async function watchedTasks(
  browser: Browser,
  page: Page,
  origin: string,
): Promise<WatchedTasks> {
  await page.evaluate('clearInterval(window.reference)');
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const ofMain = mainThread(trace.traceEvents, origin);
  const references = ofMain.filter(({ args }) => args?.data?.functionName === FUNCTION_NAME);
  const tasks = ofMain.filter(({ name, tdur }) => name === 'RunTask' && tdur);
  const isReference = ({ ts, dur = 0 }: TraceEvent): boolean =>
    references.some((piece) => piece.ts >= ts && piece.ts < ts + dur);
  const scripts = ofMain.filter(({ args }) => args?.data?.url?.startsWith(origin));
  const hasScript = ({ ts, dur = 0 }: TraceEvent): boolean =>
    scripts.some((script) => script.ts >= ts && script.ts < ts + dur);
  // The browser collects garbage when it likes, the reference's too, and threads of that wait in turns.
  const collections = ofMain.filter(({ name }) => name === 'MinorGC' || name === 'MajorGC');
  const costOf = ({ ts, dur = 0, tdur = 0 }: TraceEvent): number =>
    collections
      .filter((one) => one.ts >= ts && one.ts < ts + dur)
      .reduce((rest, one) => rest - (one.tdur ?? 0), tdur);
  const [pieces, own] = [tasks.filter(isReference), tasks.filter((task) => !isReference(task))];
  const costs = pieces.map(costOf).sort((a, b) => a - b);
  // Of the slower quarter: other work on the machine comes and goes.
  const pieceUs = costs[Math.floor(0.75 * costs.length)] ?? NaN;
  return {
    count: tasks.length,
    pieces: pieces.length,
    pieceMs: pieceUs / 1000,
    greatest: Math.max(...own.map(costOf)) / pieceUs,
    layoutCount: Math.max(
      0,
      ...ofMain
        .filter(({ name }) => name === 'Layout')
        .map(({ args }) => args?.beginData?.dirtyObjects ?? NaN),
    ),
    long: own
      .filter((task) => hasScript(task) && costOf(task) > LIMIT_PIECES * pieceUs)
      .map((task) => describeTask(task, ofMain, origin)),
  };
}

function mainThread(events: readonly TraceEvent[], origin: string): TraceEvent[] {
  const isScript = (event: TraceEvent) => event.args?.data?.url?.startsWith(origin) ?? false;
  const page = events.find((event) => event.name === 'FunctionCall' && isScript(event));
  const main = events.find(
    ({ name, args, pid }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain' && pid === page?.pid,
  );
  return events.filter(({ pid, tid }) => pid === main?.pid && tid === main.tid);
}

function describeTask(
  { ts, dur = 0, tdur = 0 }: TraceEvent,
  ofMain: readonly TraceEvent[],
  origin: string,
): string {
  const inside = ofMain.filter(
    (event) => event.name !== 'RunTask' && event.ts >= ts && event.ts < ts + dur,
  );
  const script = inside.find(({ args }) => args?.data?.url?.startsWith(origin));
  const parts = inside
    .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, 4)
    .map((part) => `${part.name} ${(part.dur ?? 0) / 1000} ms`);
  const from = script ? (script.args?.data?.functionName ?? script.name) : 'no script';
  return `${tdur / 1000} ms: ${from} (${parts.join(', ')})`;
}
