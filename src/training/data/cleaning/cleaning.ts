/**
 * Cleaning in visible steps: each takes a document, changes or removes it, and keeps count, with examples
 * of what it did. Documents go through all steps one by one, so memory is what the duplicate steps remember.
 */
import { languageOf, type TextLanguage } from './cleaningLanguage';
import { ExactDuplicates } from './dedup';
import { NearDuplicates } from './dedupNear';
import { DataError } from '../errors';

export type CleaningStep =
  | { readonly kind: 'normalize'; readonly nfc: boolean; readonly whiteSpace: boolean }
  | { readonly kind: 'length'; readonly minChars: number; readonly maxChars: number }
  | { readonly kind: 'language'; readonly keep: readonly TextLanguage[] }
  | { readonly kind: 'pattern'; readonly pattern: string; readonly keepsMatches: boolean }
  | { readonly kind: 'exact_duplicates' }
  | { readonly kind: 'near_duplicates'; readonly similarity: number };

export interface CleaningExample {
  readonly before: string;
  /** What it became; of a near duplicate, the beginning of the document that it is like. */
  readonly after?: string;
  /** Why it was removed, as a figure: characters, a language, a similarity. */
  readonly detail?: string | number;
}

export interface StepReport {
  readonly kind: CleaningStep['kind'];
  documentsIn: number;
  documentsOut: number;
  charsIn: number;
  charsOut: number;
  /** Documents that stayed with another text. */
  changed: number;
  readonly examples: CleaningExample[];
}

const MOST_EXAMPLES = 5;
const EXAMPLE_CHARS = 200;
/** Beginnings of documents, to show what a near duplicate is like. */
const REMEMBERED = 5000;

type Verdict = { readonly text: string } | { readonly detail?: string | number; like?: string };

export class Cleaner {
  readonly reports: readonly StepReport[];
  private readonly filters: readonly ((document: string) => Verdict)[];

  /** @throws DataError bad_pattern */
  constructor(steps: readonly CleaningStep[]) {
    this.filters = steps.map(filterOf);
    this.reports = steps.map(({ kind }) => ({
      kind,
      documentsIn: 0,
      documentsOut: 0,
      charsIn: 0,
      charsOut: 0,
      changed: 0,
      examples: [],
    }));
  }

  /** The cleaned document, or null where a step removed it. */
  clean(document: string): string | null {
    let text = document;
    for (const [i, filter] of this.filters.entries()) {
      const report = this.reports[i] as StepReport;
      const verdict = filter(text);
      note(report, text, verdict);
      if (!('text' in verdict)) return null;
      text = verdict.text;
    }
    return text;
  }
}

function note(report: StepReport, before: string, verdict: Verdict): void {
  report.documentsIn += 1;
  report.charsIn += before.length;
  if ('text' in verdict) {
    report.documentsOut += 1;
    report.charsOut += verdict.text.length;
    if (verdict.text === before) return;
    report.changed += 1;
  }
  if (report.examples.length >= MOST_EXAMPLES) return;
  const after = 'text' in verdict ? verdict.text : verdict.like;
  // A change is shown from just before the place where it begins.
  const from = 'text' in verdict ? Math.max(0, differsAt(before, verdict.text) - 40) : 0;
  const detail = 'text' in verdict ? undefined : verdict.detail;
  report.examples.push({
    before: before.slice(from, from + EXAMPLE_CHARS),
    ...(after !== undefined && { after: after.slice(from, from + EXAMPLE_CHARS) }),
    ...(detail !== undefined && { detail }),
  });
}

function differsAt(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function filterOf(step: CleaningStep): (document: string) => Verdict {
  switch (step.kind) {
    case 'normalize':
      return (text) => ({ text: normalized(text, step) });
    case 'length':
      return (text) =>
        text.length >= step.minChars && text.length <= step.maxChars
          ? { text }
          : { detail: text.length };
    case 'language':
      return (text) => {
        const language = languageOf(text);
        return step.keep.includes(language) ? { text } : { detail: language };
      };
    case 'pattern':
      return patternFilter(step);
    case 'exact_duplicates': {
      const duplicates = new ExactDuplicates();
      return (text): Verdict => (duplicates.seen(text) ? {} : { text });
    }
    case 'near_duplicates':
      return nearDuplicateFilter(step.similarity);
  }
}

function patternFilter({ pattern, keepsMatches }: CleaningStep & { kind: 'pattern' }) {
  let found: RegExp;
  try {
    found = new RegExp(pattern, 'u');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('bad_pattern', { pattern, reason }, cause);
  }
  return (text: string): Verdict => {
    const at = text.search(found);
    if (at >= 0 === keepsMatches) return { text };
    return at >= 0 ? { detail: found.exec(text)?.[0].slice(0, 60) ?? '' } : {};
  };
}

function nearDuplicateFilter(similarity: number): (document: string) => Verdict {
  const duplicates = new NearDuplicates(similarity);
  const beginnings: string[] = [];
  return (text) => {
    const found = duplicates.find(text);
    if (!found) {
      if (beginnings.length < REMEMBERED) beginnings.push(text.slice(0, EXAMPLE_CHARS));
      return { text };
    }
    const like = beginnings[found.document];
    return { detail: found.similarity, ...(like !== undefined && { like }) };
  };
}

/** White space: no blanks at line ends, one blank in a run, at most one empty line; no control signs. */
function normalized(
  text: string,
  { nfc, whiteSpace }: Pick<CleaningStep & { kind: 'normalize' }, 'nfc' | 'whiteSpace'>,
): string {
  const composed = nfc ? text.normalize('NFC') : text;
  if (!whiteSpace) return composed;
  return (
    composed
      .replace(/\r\n?/g, '\n')
      // Form feeds and other controls, zero-width signs and byte-order marks, but no joiners.
      .replace(/(?![\n\t])\p{Cc}|[\u200b\u2060\ufeff]/gu, '')
      .replace(/[^\S\n]+$/gm, '')
      // Indentation is kept: in code it is the text.
      .replace(/(?<=\S)[^\S\n]+/g, ' ')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+|\n+$/g, '')
  );
}
