import { useEffect } from 'react';

const APP = 'Benchtop';

let page: string | null = null;
let progress: string | null = null;

/** What runs goes before everything: it is what somebody in another tab looks for. */
function show(): void {
  if (progress !== null) document.title = `${progress} – ${APP}`;
  else document.title = page === null ? APP : `${page} · ${APP}`;
}

/** What the tab, the history and a screen reader call the page. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    page = title;
    show();
    return () => {
      page = null;
      show();
    };
  }, [title]);
}

/** How far the work is, until there is none. */
export function showProgressInTitle(words: string | null): void {
  progress = words;
  show();
}
