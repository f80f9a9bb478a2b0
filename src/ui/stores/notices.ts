// Short messages that do not stop anything: errors with a code, and good news. Each goes after a while, or
// when another one about the same thing takes its place.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../host/lab/labError';
import type { LabErrorData } from '../../host/protocol/error';

type Plain = 'oneFile' | 'clipboardEmpty' | 'queued';
/** What a notice is about: the next attempt at it makes it old. */
export type NoticeTopic = 'upload' | 'other';

export type Notice = { id: number; topic: NoticeTopic } & (
  | { kind: 'error'; error: LabErrorData }
  | { kind: Plain }
);

export interface NoticeState {
  notices: readonly Notice[];
  showError: (error: LabErrorData, topic?: NoticeTopic) => void;
  show: (kind: Plain) => void;
  dismiss: (id: number) => void;
  /** Those about something that is tried again. */
  clear: (topic: NoticeTopic) => void;
}

export type NoticeStore = StoreApi<NoticeState>;

const MOST = 3;
/** Long enough to read two sentences twice; pointing at a notice keeps it. */
export const NOTICE_MS = 20_000;

export function createNoticeStore(): NoticeStore {
  let count = 0;
  return createStore<NoticeState>((set) => {
    const add = (notice: Notice): void =>
      set(({ notices }) => ({
        notices: [...notices.filter((one) => !isSame(one, notice)), notice].slice(-MOST),
      }));
    return {
      notices: [],
      showError: (error, topic = 'other') => add({ id: ++count, topic, kind: 'error', error }),
      show: (kind) =>
        add({ id: ++count, topic: kind === 'clipboardEmpty' ? 'upload' : 'other', kind }),
      dismiss: (id) =>
        set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
      clear: (topic) =>
        set(({ notices }) => ({ notices: notices.filter((notice) => notice.topic !== topic) })),
    };
  });
}

/** Said again it takes the place of what was said, and of all about the same upload. */
function isSame(one: Notice, other: Notice): boolean {
  if (one.topic === 'upload' && other.topic === 'upload') return true;
  if (one.kind === 'error' && other.kind === 'error') {
    return JSON.stringify(one.error) === JSON.stringify(other.error);
  }
  return one.kind === other.kind;
}

/** What `work` gives; null where it failed, which is told. An end that the user wanted is no failure. */
export async function telling<T>(
  { notices }: { readonly notices: NoticeStore },
  work: () => Promise<T>,
  topic: NoticeTopic = 'other',
): Promise<T | null> {
  if (topic === 'upload') notices.getState().clear(topic);
  try {
    return await work();
  } catch (thrown) {
    const error = toErrorData(thrown);
    if (error.code !== 'aborted') notices.getState().showError(error, topic);
    return null;
  }
}
