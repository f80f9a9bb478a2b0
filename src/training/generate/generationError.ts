// What is refused before a text is written, or ends it: a code with fields, and a sentence in English.
import { BenchtopError } from '../../gpu/errors';

const SENTENCES = {
  generation_unknown: 'There is no generation setting {{setting}}.',
  generation_number:
    '{{setting}} is {{value}}; it must be a number between {{least}} and {{most}}.',
  generation_integer:
    '{{setting}} is {{value}}; it must be a whole number between {{least}} and {{most}}.',
  generation_value: '{{setting}} cannot be {{value}}.',
  generation_beams_sample:
    'Beam search does not sample: with num_beams {{beams}}, temperature must be 0 and not {{temperature}}.',
  generation_greedy_texts:
    'Greedy search finds one text: for {{texts}} of them raise temperature above 0, or use num_beams.',
  generation_texts_beams:
    'num_return_sequences ({{texts}}) is above num_beams ({{beams}}): a search returns at most its beams.',
  generation_lengths: '{{shortest}} ({{least}}) is above {{longest}} ({{most}}).',
  generation_token:
    '{{setting}} names the token {{id}}; the model has {{rows}} tokens, counted from 0.',
  generation_nothing_left:
    'No token may come next: what is banned, suppressed, forced or constrained leaves none.',
  generation_not_finite:
    'The logits of the model are not finite numbers: it has diverged, or its weights are damaged.',
};

export type GenerationErrorCode = keyof typeof SENTENCES;

export function generationError(
  code: GenerationErrorCode,
  fields: Record<string, string | number> = {},
): BenchtopError {
  const message = SENTENCES[code].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String(fields[name]),
  );
  return new BenchtopError(code, message, fields);
}
