// What studies have found, kept in this browser: a reload loses none of it. The models that they made are
// the engine's and end with the page, unless they were kept.
import type { StoreApi } from 'zustand/vanilla';
import type { Bench } from '../../stores/bench';

type StudyKind = 'comparison' | 'pruning' | 'distill' | 'finetune';
const KINDS: readonly StudyKind[] = ['comparison', 'pruning', 'distill', 'finetune'];

/** How a study ended, with its last update. */
interface Ended {
  readonly state: 'done' | 'stopped';
  readonly update: unknown;
}

/** Where they are kept. */
export interface StudyStorage {
  load(kind: StudyKind): Promise<unknown>;
  save(kind: StudyKind, ended: Ended): Promise<void>;
}

interface StudyState {
  readonly state: string;
  readonly update: object | null;
}

function hasEnded({ state, update }: StudyState): boolean {
  return (state === 'done' || state === 'stopped') && update !== null;
}

const isEnded = (found: unknown): found is Ended =>
  typeof found === 'object' && found !== null && hasEnded(found as StudyState);

/** Shows what was found before, and keeps what is found from now on. Without storage nothing is kept. */
export async function keepStudyResults(bench: Bench, storage: StudyStorage): Promise<void> {
  for (const kind of KINDS) {
    const store = bench[kind] as unknown as StoreApi<StudyState>;
    const found = await storage.load(kind).catch(() => undefined);
    if (isEnded(found) && store.getState().state === 'idle') {
      store.setState(found as unknown as StudyState);
    }
    store.subscribe((now, before) => {
      if (!hasEnded(now) || before.state !== 'running') return;
      const ended = { state: now.state, update: now.update } as Ended;
      void storage.save(kind, ended).catch(() => undefined);
    });
  }
}
