// Short messages that do not stop anything: errors with a code, and good news.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../host/protocol';

export type Notice = { id: number } & (
  { kind: 'error'; error: LabErrorData } | { kind: 'oneFile' } | { kind: 'clipboardEmpty' }
);

export interface NoticeState {
  notices: readonly Notice[];
  showError: (error: LabErrorData) => void;
  show: (kind: 'oneFile' | 'clipboardEmpty') => void;
  dismiss: (id: number) => void;
}

export type NoticeStore = StoreApi<NoticeState>;

const MOST = 3;

export function createNoticeStore(): NoticeStore {
  let count = 0;
  return createStore<NoticeState>((set) => ({
    notices: [],
    showError: (error) => {
      const notice: Notice = { id: ++count, kind: 'error', error };
      set(({ notices }) => ({ notices: [...notices, notice].slice(-MOST) }));
    },
    show: (kind) => {
      const notice: Notice = { id: ++count, kind };
      set(({ notices }) => ({ notices: [...notices, notice].slice(-MOST) }));
    },
    dismiss: (id) =>
      set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  }));
}
