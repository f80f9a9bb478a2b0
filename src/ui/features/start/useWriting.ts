import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Writing } from './writing';

type State = ReturnType<Writing['store']['getState']>;

export function useWriting<Selected>(
  { store }: Writing,
  select: (state: State) => Selected,
): Selected {
  return useStore(store, select);
}

export const SHOWN = 5;

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable]') !== null;

/** Anywhere on the page: a digit chooses a token, any other key stops the model. */
export function useWritingKeys(writing: Writing): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || isEditable(target)) return;
      if (chosenBy(writing, key)) event.preventDefault();
      else writing.stop();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [writing]);
}

/** Whether the key is the number of a token that is shown. */
export function chosenBy(writing: Writing, key: string): boolean {
  const number = Number(key);
  return (
    Number.isInteger(number) && number >= 1 && number <= SHOWN && writing.take(number - 1, true)
  );
}
