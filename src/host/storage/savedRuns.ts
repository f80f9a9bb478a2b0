// The library of saved runs: writes checkpoints behind the runs' backs, in bounded room, and gives them
// back. A crash in the middle of writing leaves the checkpoint before it whole.
import {
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type CheckpointLog,
} from '../../training/io/checkpoint';
import type { ContentId } from '../../training/run/finetuningConfig';
import { contentOf, examplesContent } from '../data/contentId';
import type { ContentFinder } from '../data/ownContent';
import { hostError } from '../protocol/error';
import type { OwnExamples } from '../protocol/examples';
import type { SuppliedText } from '../protocol/text';
import { historyOf } from './runLog';
import { runFacts } from './runFacts';
import { publicRow, type SavedRunEntry, type SavedRun } from './savedRun';
import { isFull, StoredList } from './storedList';

export interface ToKeep {
  readonly id: string;
  readonly experimentId: string;
  readonly loss: number | null;
  readonly checkpoint: Checkpoint;
  readonly log: CheckpointLog;
  /** Nats per token. */
  readonly floor?: number | null | undefined;
  readonly text: SuppliedText | undefined;
  readonly examples?: OwnExamples | undefined;
}

export class SavedRuns extends StoredList<SavedRunEntry, SavedRun> {
  /** @throws BenchtopError storage_full where no unnamed run is left to drop. */
  save(run: ToKeep): Promise<void> {
    return this.inTurn(() => this.#save(run));
  }

  /** A run that was named is not dropped for want of room. */
  override rename(id: string, name: string): Promise<void> {
    return this.change(id, { name, isNamed: true });
  }

  /** And was not deleted. */
  async has(id: string): Promise<boolean> {
    await this.settled();
    return (await this.storage.get(id))?.isRemoved === false;
  }

  /** @throws BenchtopError unknown_run | bad_checkpoint */
  async read(id: string) {
    await this.settled();
    const entry = await this.entry(id);
    const blob = await this.storage.read(entry.file);
    const checkpoint = readCheckpoint(new Uint8Array(await blob.arrayBuffer()));
    const [text, examples] = [await this.#text(entry), await this.#examples(entry)];
    return { run: publicRow(entry), checkpoint, text, examples };
  }

  /** Texts and sets that were saved with their runs, by their content. */
  readonly finder: ContentFinder = {
    text: (sha256) =>
      this.#find(
        sha256,
        ({ data }) => data?.content,
        (entry) => this.#text(entry),
        contentOf,
      ),
    examples: (sha256) =>
      this.#find(
        sha256,
        ({ data }) =>
          [data?.examples, ...(data?.more_examples ?? [])].find((one) => one?.content)?.content,
        (entry) => this.#examples(entry),
        examplesContent,
      ),
  };

  /** What is known to be something else is not read. */
  async #find<Found>(
    sha256: string,
    known: (entry: SavedRunEntry) => ContentId | undefined,
    read: (entry: SavedRunEntry) => Promise<Found | undefined>,
    contentOfFound: (found: Found) => Promise<ContentId>,
  ): Promise<Found | undefined> {
    await this.settled();
    for (const entry of await this.storage.entries()) {
      if (entry.isRemoved || (known(entry) ?? { sha256 }).sha256 !== sha256) continue;
      const found = await read(entry);
      if (found && (await contentOfFound(found)).sha256 === sha256) return found;
    }
    return undefined;
  }

  async #text({ text }: SavedRunEntry): Promise<SuppliedText | undefined> {
    if (!text) return undefined;
    const [train, validation] = await Promise.all(
      text.files.map((file) => this.storage.read(file)),
    );
    return text.isWhole
      ? { name: text.name, text: await train!.text() }
      : { name: text.name, train: train!, validation: validation ?? null };
  }

  async #examples({ examplesFile: file }: SavedRunEntry): Promise<OwnExamples | undefined> {
    if (file === undefined) return undefined;
    try {
      return JSON.parse(await (await this.storage.read(file)).text()) as OwnExamples;
    } catch (thrown) {
      if (!(thrown instanceof SyntaxError)) throw thrown;
      throw hostError('bad_checkpoint');
    }
  }

  async #save(run: ToKeep): Promise<void> {
    const { id, experimentId, loss, checkpoint, log, text, examples, floor = null } = run;
    const before = (await this.storage.entries()).find((entry) => entry.id === id);
    const chunks = writeCheckpoint(checkpoint, log);
    const texts = before ? [] : [...textFiles(text), ...exampleFiles(examples)];
    const bytesOf = (list: readonly Blob[]) => list.reduce((sum, { size }) => sum + size, 0);
    const fileBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const textBytes = before ? before.sizeBytes - before.fileBytes : bytesOf(texts);
    await this.#makeRoom(id, fileBytes + textBytes);
    const file = before?.file === `${id}.0` ? `${id}.1` : `${id}.0`;
    const files = texts.map((_part, index) => `${id}.text${index}`);
    const textNames = files.slice(0, files.length - exampleFiles(examples).length);
    try {
      await this.#write(id, file, chunks);
      for (const [index, chunk] of texts.entries()) await this.#write(id, files[index]!, [chunk]);
    } catch (thrown) {
      for (const one of [file, ...files]) await this.storage.remove(one).catch(() => undefined);
      throw thrown;
    }
    await this.storage.put({
      id,
      name: before?.name ?? checkpoint.config.name,
      isNamed: before?.isNamed ?? false,
      isRemoved: before?.isRemoved ?? false,
      experimentId,
      keptAtMs: Date.now(),
      step: checkpoint.step,
      maxSteps: checkpoint.config.training.max_steps,
      loss,
      data: checkpoint.config.data,
      facts: runFacts(checkpoint, {
        floor: floor ?? before?.facts?.floor ?? null,
        losses: log.columns.get('loss') ?? [],
        lastEval: historyOf(log).evals.at(-1),
      }),
      sizeBytes: fileBytes + textBytes,
      fileBytes,
      file,
      text: before
        ? before.text
        : text
          ? { name: text.name, isWhole: 'text' in text, files: textNames }
          : null,
      examplesFile: before ? before.examplesFile : examples && files.at(-1),
    });
    if (before) await this.storage.remove(before.file);
  }

  /** Deleted runs go first, then the oldest without a name. While it is written, a run is there twice. */
  async #makeRoom(id: string, newBytes: number): Promise<void> {
    const limit = await this.storage.limitBytes();
    const entries = await this.storage.entries();
    let used = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, newBytes);
    for (const entry of droppable(id, entries)) {
      if (used <= limit) return;
      await this.drop(entry);
      used -= entry.sizeBytes;
    }
    if (used > limit) throw hostError('storage_full');
  }

  /** The browser may promise more room than the disk has: then as `#makeRoom`, one by one. */
  async #write(id: string, file: string, chunks: readonly BlobPart[]): Promise<void> {
    const others = droppable(id, await this.storage.entries());
    for (;;) {
      try {
        return await this.storage.write(file, chunks);
      } catch (thrown) {
        if (!isFull(thrown)) throw thrown;
        const oldest = others.shift();
        if (!oldest) throw hostError('storage_full');
        await this.drop(oldest);
      }
    }
  }

  protected rowsOf(entries: SavedRunEntry[]): SavedRun[] {
    return entries.map(publicRow).sort((a, b) => b.keptAtMs - a.keptAtMs);
  }

  protected unknown(id: string): Error {
    return hostError('unknown_run', { runId: id });
  }

  protected async drop({ id, file, text, examplesFile }: SavedRunEntry): Promise<void> {
    await this.storage.drop(id);
    const beside = [...(text?.files ?? []), ...(examplesFile === undefined ? [] : [examplesFile])];
    for (const one of [file, ...beside]) await this.storage.remove(one);
  }
}

/** In the order in which they make room for a run. */
const droppable = (id: string, entries: readonly SavedRunEntry[]): SavedRunEntry[] =>
  entries
    .filter((entry) => entry.id !== id && (entry.isRemoved || !entry.isNamed))
    .sort((a, b) => Number(b.isRemoved) - Number(a.isRemoved) || a.keptAtMs - b.keptAtMs);

function textFiles(text: SuppliedText | undefined): Blob[] {
  if (!text) return [];
  if ('text' in text) return [new Blob([text.text])];
  return [text.train, ...(text.validation ? [text.validation] : [])];
}

const exampleFiles = (examples: OwnExamples | undefined): Blob[] =>
  examples ? [new Blob([JSON.stringify(examples)])] : [];
