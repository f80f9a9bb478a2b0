// What a run or a study tells while it works: one line that is written over, whole lines for what stays.
import type { Lab } from '../../protocol/lab';
import type { EvalPoint, RunEvent } from '../../protocol/run';
import type { Studies, StudyKind, StudyUpdate } from '../../protocol/study';

export type ShowEvent = (event: RunEvent) => void;

export const showJson: ShowEvent = (event) => console.log(JSON.stringify(event));

/** Of a run that is not watched, what it warns of and why it failed: on the standard error. */
export const showFaults: ShowEvent = (event) => {
  if (event.type === 'warning' || (event.type === 'state' && event.error))
    console.error(event.error!.message);
};

const UPDATE_EVERY_MS = 200;
const BAR_CHARS = 24;

export function showProgress(): ShowEvent {
  const isTerminal = process.stdout.isTTY;
  let last = 0;
  const over = (line: string): void => {
    if (isTerminal) process.stdout.write(`\r\x1b[K${line}`);
  };
  const keep = (line: string): void => console.log(isTerminal ? `\r\x1b[K${line}` : line);
  return (event) => {
    switch (event.type) {
      case 'opened':
        break;
      case 'preparing':
        over(`${event.phase} ${event.done}/${event.total} ${event.detail}`);
        break;
      case 'ready':
        keep(describeReady(event));
        break;
      case 'steps': {
        const { step, maxSteps } = event.progress;
        const now = performance.now();
        if (now - last < UPDATE_EVERY_MS && step < maxSteps) break;
        last = now;
        over(describeSteps(event));
        break;
      }
      case 'eval':
        keep(describeEval(event.point));
        break;
      case 'sample':
        if (event.done) keep(`  ┆ ${event.point.text.replaceAll('\n', '\n  ┆ ')}`);
        break;
      case 'warning':
        keep(event.error.message);
        break;
      case 'state':
        if (event.error) keep(event.error.message);
        else if (event.state !== 'preparing' && event.state !== 'running') keep(event.state);
    }
  };
}

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

function describeReady({ plan, floor }: Of<'ready'>): string {
  const mebibytes = (plan.totalBytes / 2 ** 20).toFixed(1);
  const floorText = floor === null ? '' : `, entropy floor ${floor.toFixed(3)} nats per token`;
  return `${plan.parameters} parameters, ${mebibytes} MiB on the GPU, ${plan.dispatchesPerStep} dispatches per step${floorText}`;
}

function describeSteps({ points, progress }: Of<'steps'>): string {
  const { step, maxSteps, tokensPerSecond, stepMs, remainingMs } = progress;
  const bar = '█'.repeat(Math.round((BAR_CHARS * step) / maxSteps)).padEnd(BAR_CHARS, '·');
  const loss = points.at(-1)?.loss.toFixed(4);
  return `${bar} ${step}/${maxSteps}  loss ${loss}  ${Math.round(tokensPerSecond)} tokens/s  ${stepMs.toFixed(1)} ms/step  ${Math.round(remainingMs / 1000)} s left`;
}

function describeEval({
  step,
  validationLoss,
  standardError,
  accuracy,
  parts: terms,
}: EvalPoint): string {
  const figures = (loss: number, error: number, right: number | undefined): string =>
    `${loss.toFixed(4)} ± ${error.toFixed(4)}${right === undefined ? '' : `, accuracy ${(100 * right).toFixed(1)} %`}`;
  const others = Object.entries(terms ?? {}).map(
    ([name, part]) => `; ${name} ${figures(part.loss, part.standardError, part.accuracy)}`,
  );
  return `step ${step}: validation loss ${figures(validationLoss, standardError, accuracy)}${others.join('')}`;
}

/**
 * Runs a study to its end, telling how far it is on the standard error, each line once however often it is
 * reported; interrupting the program stops it.
 */
export async function runStudy<Kind extends StudyKind>(
  lab: Lab,
  kind: Kind,
  request: Studies[Kind]['request'],
  describe: (update: StudyUpdate<Kind>) => string = () => '',
): Promise<Studies[Kind]['result']> {
  let lastLine = '';
  const stop = (): void => void lab.stopStudy(kind);
  process.once('SIGINT', stop);
  try {
    return await lab.runStudy(kind, request, (update) => {
      const { phase, share, elapsedMs } = update.progress;
      const words = [phase, describe(update), `${Math.round(100 * share)} %`];
      const line = words.filter(Boolean).join(' ');
      if (line !== lastLine) console.error(`${(elapsedMs / 1000).toFixed(1)} s  ${line}`);
      lastLine = line;
    });
  } finally {
    process.off('SIGINT', stop);
  }
}
