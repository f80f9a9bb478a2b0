// The queue of everything long: what waits, what makes room, what a reload and a second tab find.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobQueue } from '../../src/host/jobs/jobQueue';
import type { RunStore } from '../../src/host/jobs/runWork';
import { LabError } from '../../src/host/lab/labError';
import type { Job, JobTask } from '../../src/host/protocol/jobs';
import type { StartRequest } from '../../src/host/protocol/lab';
import type { StudyKind } from '../../src/host/protocol/study';
import { runConfigSchema } from '../../src/training/run/config';
import { FakeBrowser, fakeQueue } from '../support/fakeJobs';
import { fakeModels } from '../support/fakeModels';
import { FakeLab } from '../support/fakeLab';
import { fakeSavedRuns } from '../support/fakeSavedRuns';

const config = runConfigSchema.parse({
  version: 1,
  name: 'Stories',
  model: { family: 'gpt', n_layer: 1, n_head: 1, n_embd: 4, n_positions: 4 },
  tokenizer: { kind: 'byte' },
  data: { corpus: 'story' },
  training: { per_device_train_batch_size: 1, max_steps: 40, learning_rate: 1 },
  sample: {},
});

const training = (runId: string): JobTask => {
  const start: StartRequest = { runId, config, autoSize: false, experimentId: 'story' };
  return { kind: 'train', request: { runId, start } };
};
const study = (kind: StudyKind): JobTask => ({ kind, request: {} }) as unknown as JobTask;

/** A lab whose studies end when the test says so, and a list of what began. */
class Bench {
  readonly lab = new FakeLab({ speed: 1 });
  readonly begun: string[] = [];
  readonly #studies = new Map<
    string,
    { end: (phase: 'done' | 'stopped') => void; fail: (code: string) => void }
  >();
  jobs: Job[] = [];
  queue: JobQueue;

  constructor(browser: FakeBrowser, saved: (lab: FakeLab) => RunStore) {
    const tab = browser.tab();
    this.close = tab.close;
    vi.spyOn(this.lab, 'runStudy').mockImplementation(
      (kind, _request, onUpdate) =>
        new Promise((resolve, reject) => {
          this.begun.push(kind);
          const tell = (phase: string): void => {
            const progress = { phase, piece: null, share: 0.5, elapsedMs: 1, remainingMs: 1 };
            onUpdate({ progress, result: { rows: [kind] } } as never);
          };
          tell('working');
          this.#studies.set(kind, {
            end: (phase) => {
              tell(phase);
              resolve({} as never);
            },
            fail: (code) => reject(new LabError({ code, message: code, fields: {} })),
          });
        }),
    );
    vi.spyOn(this.lab, 'stopStudy').mockImplementation((kind: StudyKind) =>
      Promise.resolve(this.#studies.get(kind)?.end('stopped')),
    );
    void this.lab.subscribe((event) => {
      if (event.type !== 'run' || event.event.type !== 'state') return;
      const { runId, state } = event.event;
      if (state !== 'preparing') this.begun.push(`${runId} ${state}`);
    });
    this.queue = fakeQueue(this.lab, saved(this.lab), tab);
    void this.queue.watch(
      (jobs) => (this.jobs = jobs),
      () => undefined,
    );
  }

  readonly close: () => void;
  readonly end = (kind: StudyKind) => this.#studies.get(kind)!.end('done');
  readonly fail = (kind: StudyKind, code: string) => this.#studies.get(kind)!.fail(code);
  readonly states = (): string[] => this.jobs.map(({ name, state }) => `${name} ${state}`);

  async add(task: JobTask, isNow = false): Promise<string> {
    const name = 'runId' in task.request ? task.request.runId : task.kind;
    const id = await this.queue.add(task, name, isNow);
    await pass();
    return id;
  }
}

const pass = (ms = 50) => vi.advanceTimersByTimeAsync(ms);
/** Long enough for a run to be prepared, and far from its end. */
const PREPARED_MS = 800;
const WHOLE_RUN_MS = 4000;

let browser: FakeBrowser;
const open = async (saved: (lab: FakeLab) => RunStore = () => fakeSavedRuns()): Promise<Bench> => {
  const bench = new Bench(browser, saved);
  await pass();
  return bench;
};

beforeEach(() => {
  vi.useFakeTimers();
  browser = new FakeBrowser();
});
afterEach(() => vi.useRealTimers());

test('two studies and a training run requested for at once all end, one after another', async () => {
  const bench = await open();
  await bench.add(study('compare'));
  await bench.add(study('distill'));
  await bench.add(training('a'));
  expect(bench.states()).toEqual(['compare running', 'distill waiting', 'a waiting']);
  bench.end('compare');
  await pass();
  expect(bench.states()).toEqual(['distill running', 'a waiting', 'compare done']);
  bench.end('distill');
  await pass(WHOLE_RUN_MS);
  expect(bench.states()).toEqual(['a done', 'distill done', 'compare done']);
  expect(bench.begun).toEqual(['compare', 'distill', 'a running', 'a finished']);
});

describe('what is wanted now', () => {
  test('pauses a run, which goes on when it is done, before what waited', async () => {
    const bench = await open();
    await bench.add(training('a'));
    await pass(PREPARED_MS);
    await bench.add(study('distill'));
    await bench.add(study('compare'), true);
    expect(bench.states()).toEqual(['compare running', 'a paused', 'distill waiting']);
    bench.end('compare');
    await pass();
    expect(bench.states()).toEqual(['a running', 'distill waiting', 'compare done']);
    await pass(WHOLE_RUN_MS);
    expect(bench.states()).toEqual(['distill running', 'a done', 'compare done']);
  });

  test('sends a study back to begin again, since it cannot stand still', async () => {
    const bench = await open();
    await bench.add(study('compare'));
    await bench.add(training('a'), true);
    expect(bench.states()).toEqual(['a running', 'compare waiting']);
    await pass(WHOLE_RUN_MS);
    expect(bench.states()).toEqual(['compare running', 'a done']);
    expect(bench.begun).toEqual(['compare', 'a running', 'a finished', 'compare']);
  });

  test('waits for a run that is being prepared', async () => {
    const bench = await open();
    await bench.add(training('a'));
    await bench.add(study('compare'), true);
    expect(bench.begun).toEqual([]);
    await pass(PREPARED_MS);
    expect(bench.begun).toEqual(['a paused', 'compare']);
  });

  test('is one that waits further behind, too', async () => {
    const bench = await open();
    await bench.add(study('compare'));
    await bench.add(study('distill'));
    const last = await bench.add(study('finetune'));
    await bench.queue.runNow(last);
    await pass();
    expect(bench.states()).toEqual(['finetune running', 'compare waiting', 'distill waiting']);
  });
});

test('a run that the user has paused holds the others up, not what is begun by hand', async () => {
  const bench = await open();
  const a = await bench.add(training('a'));
  await pass(PREPARED_MS);
  await bench.add(study('distill'));
  await bench.lab.pause('a');
  await pass();
  expect(bench.states()).toEqual(['a paused', 'distill waiting']);
  await bench.add(study('compare'), true);
  bench.end('compare');
  await pass();
  expect(bench.states()).toEqual(['a paused', 'distill waiting', 'compare done']);
  await bench.queue.runNow(a);
  await pass(WHOLE_RUN_MS);
  expect(bench.states()).toEqual(['distill running', 'a done', 'compare done']);
});

test('a paused run that is sent back to the queue goes on in its turn', async () => {
  const bench = await open();
  const a = await bench.add(training('a'));
  await pass(PREPARED_MS);
  await bench.lab.pause('a');
  await pass();
  await bench.add(study('compare'), true);
  await bench.queue.retry(a);
  await pass();
  expect(bench.states()).toEqual(['compare running', 'a waiting']);
  bench.end('compare');
  await pass(WHOLE_RUN_MS);
  expect(bench.states()).toEqual(['a done', 'compare done']);
});

test('what fails stays with its reason, the next begins, and it can be tried again', async () => {
  const bench = await open();
  const id = await bench.add(study('compare'));
  await bench.add(study('distill'));
  bench.fail('compare', 'own_text_missing');
  await pass();
  expect(bench.states()).toEqual(['distill running', 'compare failed']);
  expect(bench.jobs[1]?.error?.code).toBe('own_text_missing');
  await bench.queue.retry(id);
  await pass();
  expect(bench.states()).toEqual(['distill running', 'compare waiting']);
  expect(bench.jobs[1]?.error).toBeNull();
  bench.end('distill');
  await pass();
  bench.end('compare');
  await pass();
  expect(bench.states()).toEqual(['compare done', 'distill done']);
});

test('what is stopped stays, whether it ran or waited; what waits can be moved and removed', async () => {
  const bench = await open();
  const [compare, distill, finetune] = [
    await bench.add(study('compare')),
    await bench.add(study('distill')),
    await bench.add(study('finetune')),
  ];
  await bench.queue.move(finetune, -1);
  expect(bench.states()).toEqual(['compare running', 'finetune waiting', 'distill waiting']);
  await bench.queue.move(finetune, -1);
  await bench.queue.move(distill, 1);
  await bench.queue.remove(compare);
  expect(bench.states()).toEqual(['compare running', 'finetune waiting', 'distill waiting']);
  await bench.queue.stop(finetune);
  await bench.queue.remove(distill);
  await bench.queue.stop(compare);
  await pass();
  expect(bench.states().toSorted()).toEqual(['compare stopped', 'finetune stopped']);
  expect(bench.begun).toEqual(['compare']);
});

describe('a reload', () => {
  test('loses nothing: what ran begins again, what waited waits, what was found stays', async () => {
    const before = await open();
    const done = await before.add(study('pruning'));
    before.end('pruning');
    await before.add(study('compare'));
    await before.add(study('distill'));
    before.close();
    const after = await open();
    expect(after.states()).toEqual(['compare running', 'distill waiting', 'pruning done']);
    expect(await after.queue.found(done)).toMatchObject({
      kind: 'pruning',
      update: { progress: { phase: 'done' }, result: { rows: ['pruning'] } },
    });
    after.end('compare');
    await pass();
    after.end('distill');
    await pass();
    expect(after.begun).toEqual(['compare', 'distill']);
    expect(after.states()).toEqual(['distill done', 'compare done', 'pruning done']);
  });

  test('a run goes on from the state that was saved; one that had none begins again', async () => {
    const savedRuns = (lab: FakeLab): RunStore => ({
      has: (runId) => Promise.resolve(runId === 'a'),
      openSavedRun: (runId) => {
        const from = { step: 30 } as NonNullable<StartRequest['from']>;
        return lab.start({ runId, config, autoSize: false, from, startsPaused: true });
      },
    });
    const before = await open();
    await before.add(training('a'));
    await before.add(training('b'));
    await pass(PREPARED_MS);
    before.close();
    const after = await open(savedRuns);
    const starts = vi.spyOn(after.lab, 'start');
    await pass(2 * WHOLE_RUN_MS);
    expect(after.states()).toEqual(['b done', 'a done']);
    expect(starts.mock.calls.map(([{ runId, from }]) => [runId, from?.step])).toEqual([
      ['b', undefined],
    ]);
  });

  test('a run that had made room goes on when what it made room for has ended', async () => {
    const before = await open();
    await before.add(training('a'));
    await pass(PREPARED_MS);
    await before.add(study('compare'), true);
    before.close();
    const after = await open();
    expect(after.states()).toEqual(['compare running', 'a paused']);
    after.end('compare');
    await pass(WHOLE_RUN_MS);
    expect(after.states()).toEqual(['a done', 'compare done']);
  });
});

describe('two tabs', () => {
  test('agree on the list; one works, whichever is requested', async () => {
    const one = await open();
    const other = await open();
    const id = await other.add(study('compare'));
    await other.add(study('distill'));
    expect(one.states()).toEqual(['compare running', 'distill waiting']);
    expect(other.states()).toEqual(one.states());
    expect(other.jobs.map(({ isElsewhere }) => isElsewhere)).toEqual([true, false]);
    expect([one.begun, other.begun]).toEqual([['compare'], []]);
    await other.queue.stop(id);
    await pass();
    expect(one.states()).toEqual(['distill running', 'compare stopped']);
    one.end('distill');
    await pass();
    expect(other.states()).toEqual(['distill done', 'compare stopped']);
    expect(await other.queue.found(other.jobs[0]!.id)).toMatchObject({ kind: 'distill' });
  });

  test('the other one takes over when the first is closed', async () => {
    const one = await open();
    const other = await open();
    await one.add(study('compare'));
    one.close();
    await pass();
    expect(other.begun).toEqual(['compare']);
    expect(other.jobs[0]).toMatchObject({ state: 'running', isElsewhere: false });
  });
});

test('a download runs beside what has the device, and its failure is its own', async () => {
  const bench = await open();
  await bench.add(study('compare'));
  await bench.add({ kind: 'download', request: { name: 'someone/model' } });
  expect(bench.states()).toEqual(['compare running', 'download failed']);
});

test('a download goes on after a reload, by its name', async () => {
  const requested: string[] = [];
  const download = vi.spyOn(fakeModels, 'download').mockImplementation((name) => {
    requested.push(name);
    return new Promise(() => undefined);
  });
  const before = await open();
  await before.add({ kind: 'download', request: { name: 'someone/model' } });
  before.close();
  const after = await open();
  expect(after.states()).toEqual(['download running']);
  expect(requested).toEqual(['someone/model', 'someone/model']);
  download.mockRestore();
});

test('the list does not grow without end', async () => {
  const bench = await open();
  await bench.add(study('pruning'));
  bench.end('pruning');
  for (let i = 0; i < 40; i++) {
    await bench.add(study('compare'));
    bench.end('compare');
    await pass(1);
  }
  expect(bench.jobs.length).toBeLessThan(35);
  expect(bench.jobs.at(-1)?.kind).toBe('pruning');
});
