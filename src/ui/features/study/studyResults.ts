// What studies have found, kept in this browser: a reload loses none of it. The models that they made are
// the engine's and end with the page, unless they were kept.
import { openDB, type IDBPDatabase } from 'idb';
import type { StudyKind } from '../../../host/protocol/study';
import type { Bench } from '../../stores/bench';
import { STUDY_KINDS } from '../../stores/studyStores';
import { storeOf } from './study';
import type { StudyState } from './studyStore';

/** How a study ended, with its last update. */
type Ended = Pick<StudyState<StudyKind>, 'state' | 'update'>;

/** Where they are kept. */
export interface StudyStorage {
  load(kind: StudyKind): Promise<unknown>;
  save(kind: StudyKind, ended: Ended): Promise<void>;
}

const hasEnded = ({ state, update }: Ended): boolean =>
  (state === 'done' || state === 'stopped') && Boolean(update);

/** Shows what was found before, and keeps what is found from now on. Without storage nothing is kept. */
export async function keepStudyResults(bench: Bench, storage: StudyStorage): Promise<void> {
  for (const kind of STUDY_KINDS) {
    const store = storeOf<StudyKind>(bench, kind);
    const found = (await storage.load(kind).catch(() => null)) as Ended | null | undefined;
    if (found && hasEnded(found) && store.getState().state === 'idle') store.setState(found);
    store.subscribe((now, before) => {
      if (!hasEnded(now) || before.state !== 'running') return;
      void storage.save(kind, { state: now.state, update: now.update }).catch(() => undefined);
    });
  }
}

const STORE = 'results';
/** What another version of the page wrote is not read. */
const VERSION = 6;

let opening: Promise<IDBPDatabase> | undefined;
const database = (): Promise<IDBPDatabase> =>
  (opening ??= openDB('benchtop-studies', VERSION, {
    upgrade(found) {
      for (const name of found.objectStoreNames) found.deleteObjectStore(name);
      found.createObjectStore(STORE);
    },
  }));

/** One result of each kind: the last. */
export const studyStorage: StudyStorage = {
  load: async (kind) => (await database()).get(STORE, kind),
  save: async (kind, ended) => void (await (await database()).put(STORE, ended, kind)),
};
