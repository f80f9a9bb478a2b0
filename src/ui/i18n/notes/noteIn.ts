import i18next from 'i18next';

/** Where setup.ts puts the notes of a language that is not English. */
export const NOTES = 'notes';

/** A note of the tables of fields in the page's language; other texts as they are. */
export function noteIn(text: string): string {
  const found: unknown = i18next.getResource(i18next.language, NOTES, text, {
    keySeparator: false,
  });
  return typeof found === 'string' ? found : text;
}
