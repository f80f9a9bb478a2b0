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
  generation_constraint_stops:
    'A text under a constraint ends where the constraint says, so it can have no stop strings.',
  generation_assistant_texts:
    'An assistant helps to write a single text: set num_return_sequences and num_beams to 1.',
  generation_assistant_family:
    'An assistant and the model it helps must both continue texts (decoders): {{name}} does not.',
  generation_assistant_tokenizer:
    'The tokenizer of {{assistant}} has other tokens than that of {{name}}: it cannot be its assistant.',
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
