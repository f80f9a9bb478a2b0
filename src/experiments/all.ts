import { MOBY_DICK, SOTU_DECADES } from './books';
import { CODE } from './code';
import { DOMAIN_LESSONS } from './domain';
import type { Experiment, Words } from './experiment';
import { FINANCE_ZH } from './financeZh';
import { GROKKING } from './grokking';
import { LESSONS } from './lessons';
import { OWN_TEXT } from './ownText';
import { SHAKESPEARE } from './shakespeare';
import { STORY } from './story';

/** In the order of the list. */
export const EXPERIMENTS: readonly Experiment[] = [
  STORY,
  FINANCE_ZH,
  CODE,
  MOBY_DICK,
  SHAKESPEARE,
  OWN_TEXT,
  ...LESSONS,
  ...DOMAIN_LESSONS,
  SOTU_DECADES,
  GROKKING,
];

/** What a newcomer starts: text in the page's language. */
export const homeExperiment = (language: keyof Words): Experiment =>
  language === 'zh-CN' ? FINANCE_ZH : STORY;

export function findExperiment(id: string | undefined): Experiment | undefined {
  return EXPERIMENTS.find((experiment) => experiment.id === id);
}
