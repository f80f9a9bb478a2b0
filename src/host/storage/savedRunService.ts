// Saved runs as the page asks for them, and the keeper to which the lab tells of its runs.
import type { Checkpoint } from '../../training/io/checkpoint';
import type { BaseModel } from '../../training/models/baseModel';
import { baseOfCheckpoint } from '../lab/bases';
import { contentsOf, withContent } from '../data/contentId';
import { toErrorData } from '../lab/labError';
import type { LocalLab } from '../lab/lab';
import type { RunKeeper } from '../run/runKeeper';
import type { LabErrorData } from '../protocol/error';
import type { StartRequest } from '../protocol/lab';
import type { RunHistory } from '../protocol/run';
import type { SavedRun, Storage } from './savedRun';
import { historyOf, RunLog } from './runLog';
import { SavedRuns } from './savedRuns';
import { RunLocks } from './runLocks';

/** As the page has it: opening one is the queue's, which knows what else is open. */
export type SavedRunService = Omit<SavedRunLibrary, keyof RunKeeper | 'openSavedRun'>;

/** A run of an earlier version did not write down which text or set it was. */
async function withOwn(
  base: BaseModel,
  own: Pick<FoundRun, 'text' | 'examples'>,
): Promise<BaseModel> {
  const { provenance } = base;
  if (!provenance || contentsOf(provenance.data).length > 0) return base;
  return { ...base, provenance: { ...provenance, data: await withContent(provenance.data, own) } };
}

type FoundRun = Awaited<ReturnType<SavedRuns['read']>>;

type RunsLab = Pick<LocalLab, 'start' | 'subscribe' | 'keepRuns' | 'warn' | 'bases' | 'own'>;

export class SavedRunLibrary implements RunKeeper {
  readonly #lab: RunsLab;
  readonly #runs: SavedRuns;
  readonly #locks: RunLocks;
  readonly #logs = new Map<string, RunLog>();
  /** By run, why its last state could not be kept: told once. */
  readonly #warned = new Map<string, string>();
  /** Runs whose last state is still being written, with the one that waits for its turn. */
  readonly #writing = new Map<string, (() => Promise<void>) | null>();

  constructor(lab: RunsLab, storage: Storage) {
    this.#lab = lab;
    this.#runs = new SavedRuns(storage);
    this.#locks = new RunLocks(storage);
    lab.keepRuns(this);
    lab.own.provide(this.#runs.finder);
    lab.bases.provide('kept', async (id) => {
      const { run, checkpoint, ...own } = await this.#runs.read(id);
      return withOwn(baseOfCheckpoint(run.name, checkpoint), own);
    });
    void lab.subscribe((event) => {
      if (event.type === 'run') this.#logs.get(event.event.runId)?.see(event.event);
    });
  }

  begin(request: StartRequest): ((checkpoint: Checkpoint) => void) | undefined {
    const { runId, experimentId, rangeTest, text, examples } = request;
    if (experimentId === undefined || rangeTest) return undefined;
    const log = this.#logs.get(runId) ?? new RunLog();
    this.#logs.set(runId, log);
    return (checkpoint) =>
      void this.#write(runId, () =>
        this.#runs.save({
          id: runId,
          experimentId,
          loss: log.loss,
          checkpoint,
          log: log.log(checkpoint.step),
          floor: log.floor,
          text,
          examples,
        }),
      );
  }

  opened(runId: string): void {
    // A new run's id is nobody else's; a kept one's is held already.
    void this.#locks.hold(runId).catch(() => undefined);
  }

  closed(runId: string): void {
    this.#locks.release(runId);
  }

  /** At most one state waits; a newer one takes its place. */
  async #write(runId: string, save: () => Promise<void>): Promise<void> {
    const isWriting = this.#writing.has(runId);
    this.#writing.set(runId, isWriting ? save : null);
    if (isWriting) return;
    for (let next: typeof save | null | undefined = save; next; next = this.#writing.get(runId)) {
      this.#writing.set(runId, null);
      await next().then(
        () => this.#warned.delete(runId),
        (thrown: unknown) => this.#warn(runId, toErrorData(thrown)),
      );
    }
    this.#writing.delete(runId);
  }

  #warn(runId: string, error: LabErrorData): void {
    if (this.#warned.get(runId) === error.code) return;
    this.#warned.set(runId, error.code);
    this.#lab.warn(runId, error);
  }

  /** The list as it is, and again whenever it changes. */
  watchSavedRuns(onChange: (runs: SavedRun[]) => void): Promise<void> {
    return this.#runs.watch(onChange);
  }

  renameSavedRun(id: string, name: string): Promise<void> {
    return this.#runs.rename(id, name);
  }

  removeSavedRun(id: string): Promise<void> {
    return this.#locks.during(id, () => this.#runs.remove(id));
  }

  restoreSavedRun(id: string): Promise<void> {
    return this.#runs.restore(id);
  }

  /** Its curves alone. */
  async runHistory(id: string): Promise<RunHistory> {
    return historyOf((await this.#runs.read(id)).checkpoint);
  }

  /** Whether it was saved. */
  has(id: string): Promise<boolean> {
    return this.#runs.has(id);
  }

  /**
   * Opens it where it was. It is this tab's from then on, and stands still until it is resumed.
   * @throws BenchtopError run_open_elsewhere | unknown_run | bad_checkpoint
   */
  async openSavedRun(id: string): Promise<void> {
    await this.#locks.hold(id);
    const { run, checkpoint, text, examples } = await this.#runs.read(id);
    const history = historyOf(checkpoint);
    this.#logs.set(id, new RunLog(history));
    const { config, tokenizer, step, arenas, frozen, layout } = checkpoint;
    await this.#lab.start({
      runId: id,
      config,
      autoSize: false,
      experimentId: run.experimentId,
      from: { tokenizer, step, arenas, frozen, layout },
      history,
      startsPaused: true,
      text,
      examples,
    });
  }
}
