// Asks the reference in its own process, and starts it again where it has ended.
import { fork, type ChildProcess } from 'node:child_process';

export interface Answers {
  readonly ids: readonly number[];
  readonly withSpecial: readonly number[];
  readonly typeIds: readonly number[];
  readonly pairIds: readonly number[];
  readonly pairTypeIds: readonly number[];
  readonly decoded: string;
  readonly skipped: string;
}

export interface Attempt<T> {
  readonly value?: T;
  readonly error?: string;
}

export type TextPair = readonly [text: string, pair: string];

export type Source = { readonly json: string } | { readonly file: string };

/** A real tokenizer with ten thousand texts stays far below it. */
const LIMIT_MS = 60_000;

export class ReferenceProcess {
  private child: ChildProcess | null = null;
  private readonly folder: string;

  constructor(folder = '.') {
    this.folder = folder;
  }

  /** A text on which the reference ends, or goes on for ever, is an error of its own. */
  async answers(source: Source, texts: readonly TextPair[]): Promise<readonly Attempt<Answers>[]> {
    const all = await this.ask({ ...source, texts });
    if (all) return all;
    if (texts.length === 1) return [{ error: 'the reference panics, or does not end' }];
    const each: Attempt<Answers>[] = [];
    for (const one of texts) each.push(...(await this.answers(source, [one])));
    return each;
  }

  close(): void {
    this.child?.kill();
  }

  private async ask(request: object): Promise<readonly Attempt<Answers>[] | null> {
    const child = this.child ?? (await this.start());
    return new Promise((resolve) => {
      // It takes milliseconds; what it loops over would fill the memory.
      const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      const end = (): void => {
        clearTimeout(limit);
        this.child = null;
        resolve(null);
      };
      child.once('exit', end);
      child.once('message', (message) => {
        clearTimeout(limit);
        child.off('exit', end);
        resolve(message as readonly Attempt<Answers>[]);
      });
      child.send(request);
    });
  }

  private async start(): Promise<ChildProcess> {
    const child = fork('scripts/formats_check/reference_process.mjs', [this.folder], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () =>
        reject(
          new Error('the npm package tokenizers is not found: name its folder with --tokenizers'),
        ),
      );
    });
    child.removeAllListeners('exit');
    this.child = child;
    return child;
  }
}
