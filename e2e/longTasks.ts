// Tasks of the page's main thread, from the browser's own trace. It counts the time a task has had a
// processor: a machine whose cores all play GPU also makes tasks wait in the middle, and a
// PerformanceObserver's "longtask" cannot tell the two apart.
import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** Microseconds: by the clock, and of processor time. */
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { url?: string; functionName?: string } };
}

const LIMIT_US = 50_000;

export function watchTasks(browser: Browser, page: Page): Promise<void> {
  return browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
}

/** How many tasks there were since, and those over 50 ms with the script that began in each. */
export async function watchedTasks(
  browser: Browser,
  origin: string,
): Promise<{ count: number; long: string[] }> {
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const timed = trace.traceEvents.filter(({ name, tdur }) => name === 'RunTask' && tdur);
  return { count: timed.length, long: longTasks(trace.traceEvents, origin) };
}

function longTasks(events: readonly TraceEvent[], origin: string): string[] {
  const isScript = (event: TraceEvent) => event.args?.data?.url?.startsWith(origin) ?? false;
  const page = events.find((event) => event.name === 'FunctionCall' && isScript(event));
  const main = events.find(
    ({ name, args, pid }) =>
      name === 'thread_name' && args?.name === 'CrRendererMain' && pid === page?.pid,
  );
  const ofMain = events.filter(({ pid, tid }) => pid === main?.pid && tid === main.tid);
  return ofMain
    .filter(({ name, tdur = 0 }) => name === 'RunTask' && tdur > LIMIT_US)
    .map(({ ts, dur = 0, tdur = 0 }) => {
      const inside = ofMain.filter(
        (event) => event.name !== 'RunTask' && event.ts >= ts && event.ts < ts + dur,
      );
      const script = inside.find(isScript);
      const parts = inside
        .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
        .slice(0, 4)
        .map((part) => `${part.name} ${(part.dur ?? 0) / 1000} ms`);
      const from = script ? (script.args?.data?.functionName ?? script.name) : 'no script';
      return `${tdur / 1000} ms: ${from} (${parts.join(', ')})`;
    });
}
