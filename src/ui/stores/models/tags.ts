// Words that the user gives to models, kept in this browser, and how the list was looked at last.
import { createStore } from 'zustand/vanilla';

export const SORTS = ['newest', 'name', 'smallest', 'best'] as const;
export type ModelSort = (typeof SORTS)[number];

interface ModelList {
  /** By the model's id. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  readonly view: 'cards' | 'table';
  readonly sort: ModelSort;
}

const KEY = 'benchtop.models';
const FIRST: ModelList = { tags: {}, view: 'cards', sort: 'newest' };
const LONGEST = 40;

function load(): ModelList {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<ModelList>;
    return {
      tags: stored.tags ?? FIRST.tags,
      view: stored.view === 'table' ? 'table' : 'cards',
      sort: SORTS.find((sort) => sort === stored.sort) ?? FIRST.sort,
    };
  } catch {
    return FIRST;
  }
}

export const modelList = createStore<ModelList>(load);

function change(changed: Partial<ModelList>): void {
  modelList.setState(changed);
  try {
    localStorage.setItem(KEY, JSON.stringify(modelList.getState()));
  } catch {
    // Storage may be off: then it lasts as long as the page.
  }
}

export const setListView = (view: ModelList['view']): void => change({ view });
export const setListSort = (sort: ModelSort): void => change({ sort });

function setTags(id: string, changed: readonly string[]): void {
  const { [id]: _before, ...others } = modelList.getState().tags;
  change({ tags: changed.length > 0 ? { ...others, [id]: changed } : others });
}

export function addTag(id: string, tag: string): void {
  const word = tag.trim().slice(0, LONGEST);
  const tags = modelList.getState().tags[id] ?? [];
  if (word !== '' && !tags.includes(word)) setTags(id, [...tags, word]);
}

export const removeTag = (id: string, tag: string): void =>
  setTags(
    id,
    (modelList.getState().tags[id] ?? []).filter((one) => one !== tag),
  );
