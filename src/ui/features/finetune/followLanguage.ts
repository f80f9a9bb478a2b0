// The set of examples that is offered first is one in the page's language.
import type { Language } from '../../i18n/setup';
import { preferences } from '../../stores/preferences';
import type { FinetuneStore } from './finetuneStore';

const setFor = (language: Language): string => (language === 'zh-CN' ? 'reviews_zh' : 'reviews');

/** A set that was chosen, or run with, stays. */
export function followLanguage(store: FinetuneStore): void {
  const change = (before: Language, now: Language): void => {
    const { choices, update } = store.getState();
    const isChosen = choices.more.length > 0 || update !== null;
    if (now === before || isChosen || choices.set !== setFor(before)) return;
    store.setState({ choices: { ...choices, set: setFor(now) } });
  };
  change('en', preferences.getState().language);
  preferences.subscribe((now, before) => change(before.language, now.language));
}
