// What the user should know of a prompt: what of it was left out, and what stands in its place.
import { assumedStart } from '../../training/generate/prompt';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import type { LabErrorData } from '../protocol/error';

/** `unencodable`: characters of the prompt that the tokenizer does not have. */
export function promptWarnings(
  tokenizer: Tokenizer,
  unencodable: readonly string[],
  prompt: string,
): LabErrorData[] {
  const warnings: LabErrorData[] = [];
  if (unencodable.length > 0) {
    const characters = unencodable.join(' ');
    const message = `The text never uses ${characters}: the prompt was read without it.`;
    warnings.push({ code: 'prompt_left_out', message, fields: { characters } });
  }
  const token = assumedStart(tokenizer, prompt);
  if (token !== undefined) {
    const message = `The prompt is empty and the model names no beginning token: the text goes on behind ${token}.`;
    warnings.push({ code: 'prompt_empty', message, fields: { token } });
  }
  return warnings;
}
