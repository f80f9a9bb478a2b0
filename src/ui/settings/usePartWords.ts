import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { enCurves } from '../i18n/curves/en';
import type { ChoiceValue } from './settings';

const OBJECTIVES = Object.keys(enCurves.objective) as (keyof typeof enCurves.objective)[];
const CORPORA = [
  'story',
  'finance_zh',
  'letters',
  'code',
  'tiny_shakespeare',
  'own_file',
] as const satisfies readonly ChoiceValue[];

type Translate = (key: PartKey) => string;
type PartKey =
  | `curves.objective.${(typeof OBJECTIVES)[number]}`
  | `settings.choice.${(typeof CORPORA)[number]}`;

/** The key of the word that a name begins with, and how much of the name it takes. */
function firstWord(name: string): [PartKey, number] | null {
  const objective = OBJECTIVES.find((one) => name.startsWith(one));
  if (objective) return [`curves.objective.${objective}`, objective.length];
  const corpus = CORPORA.find((one) => name.startsWith(one));
  return corpus ? [`settings.choice.${corpus}`, corpus.length] : null;
}

function wordsOf(name: string, t: Translate): string[] {
  if (name === '') return [];
  const first = firstWord(name);
  if (!first) return [name];
  const [key, length] = first;
  return [t(key), ...wordsOf(name.slice(length).replace(/^_/, ''), t)];
}

/** Names of parts in words: an objective, a corpus, or both joined by a dot. */
export function usePartWords(): (name: string) => string {
  const { t } = useTranslation();
  return useCallback((name) => wordsOf(name, (key) => t(key)).join(' · '), [t]);
}
