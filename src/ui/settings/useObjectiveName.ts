import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { CORPORA } from '../../training/data/corpora/corpora';
import { setOfTerm } from '../../training/objectives/termNames';
import { enFinetune } from '../i18n/finetune/en';
import { enCurves } from '../i18n/curves/en';

const OBJECTIVES = Object.keys(enCurves.objective) as (keyof typeof enCurves.objective)[];
const TEXTS = CORPORA.map(({ id }) => id)
  // The longest first: one name begins another.
  .toSorted((a, b) => b.length - a.length);

/** The beginnings of names, each with the key of its word. */
const WORDS = [
  ...OBJECTIVES.map((start) => ({ start, key: `curves.objective.${start}` as const })),
  ...TEXTS.map((start) => ({ start, key: `settings.choice.${start}` as const })),
];
const SETS = Object.keys(enFinetune.set) as (keyof typeof enFinetune.set)[];
type Key = (typeof WORDS)[number]['key'] | `finetune.set.${(typeof SETS)[number]}`;

function wordsOf(name: string, t: (key: Key) => string): string[] {
  if (name === '') return [];
  const set = SETS.find((id) => id === setOfTerm(name));
  if (set) return [t(`finetune.set.${set}`)];
  const first = WORDS.find(({ start }) => name.startsWith(start));
  if (!first) return [name];
  const rest = name.slice(first.start.length).replace(/^_/, '');
  return [t(first.key), ...wordsOf(rest, t)];
}

/** Names of loss terms: an objective, a corpus, or both joined by a dot. */
export function useObjectiveName(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback((name) => wordsOf(name, (key) => t(key)).join(' · '), [t]);
}
