// What was typed and what was written on the playgrounds, by model. What was typed stays in this browser.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabErrorData } from '../../../host/protocol/error';
import type { Assistance, WrittenToken } from '../../../host/protocol/models';
import type { ChatMessage } from '../../../training/chat/chatTemplate';
import type { BaseRef } from '../../../training/models/baseModel';
import type { Typed } from './playgroundSettings';

export type Mode = 'write' | 'chat' | 'classify' | 'fill' | 'nearest';

export interface Draft {
  readonly mode?: Mode;
  readonly prompt?: string;
  readonly typed: Typed;
  /** The odds of each token come with a text. */
  readonly details: boolean;
  /** Writes to the same prompt. */
  readonly against: BaseRef | null;
  /** Proposes tokens: speculative decoding. */
  readonly assistant: BaseRef | null;
  readonly messages: readonly ChatMessage[];
  /** Of several chat templates. */
  readonly template?: string;
  /** Of a classifier. */
  readonly text?: string;
  /** Each word is left out to see what it does. */
  readonly effects: boolean;
  /** With masks. */
  readonly masked?: string;
  readonly query?: string;
  /** Lines. */
  readonly list?: string;
}

/** One text of a model; a branch has its first tokens from another one. */
export interface PlayText {
  readonly id: number;
  readonly base: BaseRef;
  readonly name: string;
  readonly prompt: string;
  /** Null where nothing was drawn. */
  readonly seed: number | null;
  readonly text: string;
  readonly tokens: readonly WrittenToken[];
  /** Where it comes from, and how many tokens they share. */
  readonly parent: { readonly id: number; readonly at: number } | null;
  /** With a draft model. */
  readonly assistance?: Assistance | undefined;
  readonly state: 'waiting' | 'writing' | 'done';
}

export interface Play {
  readonly draft: Draft;
  readonly texts: readonly PlayText[];
  /** Of each text without a parent: which of it and its branches is shown; itself where left out. */
  readonly shown: Readonly<Record<number, number>>;
  readonly error: LabErrorData | null;
  readonly isRunning: boolean;
}

export interface PlaygroundState {
  /** By `baseKey`. */
  readonly plays: Readonly<Record<string, Play>>;
}

export type PlaygroundStore = StoreApi<PlaygroundState>;

const NEW_DRAFT: Draft = {
  typed: {},
  details: true,
  against: null,
  assistant: null,
  messages: [],
  effects: true,
};
const NEW_PLAY: Play = {
  draft: NEW_DRAFT,
  texts: [],
  shown: {},
  error: null,
  isRunning: false,
};

const KEY = 'benchtop.playground';
/** Models whose drafts stay. */
const MOST_DRAFTS = 20;
const LONGEST = 20_000;

export interface DraftStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const storageOfPage = (): DraftStorage | undefined =>
  typeof localStorage === 'undefined' ? undefined : localStorage;

function storedDrafts(storage: DraftStorage | undefined): Record<string, Play> {
  try {
    const found = JSON.parse(storage?.getItem(KEY) ?? '{}') as Record<string, Partial<Draft>>;
    const plays = Object.entries(found).map(([key, draft]) => [
      key,
      { ...NEW_PLAY, draft: { ...NEW_DRAFT, ...draft } },
    ]);
    return Object.fromEntries(plays) as Record<string, Play>;
  } catch {
    // Storage may be off, or hold something else.
    return {};
  }
}

export function createPlaygroundStore(storage = storageOfPage()): PlaygroundStore {
  const store = createStore<PlaygroundState>(() => ({ plays: storedDrafts(storage) }));
  store.subscribe(({ plays }, before) => {
    const isSame = (key: string): boolean => plays[key]?.draft === before.plays[key]?.draft;
    if (Object.keys(plays).every(isSame)) return;
    const drafts = Object.entries(plays)
      .map(([key, { draft }]) => [key, draft] as const)
      .filter(([, draft]) => JSON.stringify(draft).length < LONGEST)
      .slice(-MOST_DRAFTS);
    try {
      storage?.setItem(KEY, JSON.stringify(Object.fromEntries(drafts)));
    } catch {
      // As above.
    }
  });
  return store;
}

export const playOf = ({ plays }: PlaygroundState, key: string): Play => plays[key] ?? NEW_PLAY;

/** The one that changed last comes last. */
export function changePlay(
  store: PlaygroundStore,
  key: string,
  change: (play: Play) => Partial<Play>,
): void {
  store.setState((state) => {
    const { [key]: _before, ...others } = state.plays;
    const play = playOf(state, key);
    return { plays: { ...others, [key]: { ...play, ...change(play) } } };
  });
}

export const changeDraft = (store: PlaygroundStore, key: string, change: Partial<Draft>): void =>
  changePlay(store, key, ({ draft }) => ({ draft: { ...draft, ...change } }));

/** A text and all that branch off from it, each behind the one it comes from. */
export function branchesOf(
  texts: readonly PlayText[],
  root: PlayText,
  depth = 0,
): { readonly text: PlayText; readonly depth: number }[] {
  const children = texts.filter(({ parent }) => parent?.id === root.id);
  return [
    { text: root, depth },
    ...children.flatMap((child) => branchesOf(texts, child, depth + 1)),
  ];
}
