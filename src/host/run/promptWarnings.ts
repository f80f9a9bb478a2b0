// What the user should know of a prompt: what of it was left out, and what stands in its place.
import { assumedStart } from '../../training/generate/prompt';
import type { Tokenizer } from '../../training/tokenizers/tokenizer';
import { errorData, type LabErrorData } from '../protocol/error';

/** `unencodable`: characters of the prompt that the tokenizer does not have. */
export function promptWarnings(
  tokenizer: Tokenizer,
  unencodable: readonly string[],
  prompt: string,
): LabErrorData[] {
  const warnings: LabErrorData[] = [];
  if (unencodable.length > 0) {
    warnings.push(errorData('prompt_left_out', { characters: unencodable.join(' ') }));
  }
  const token = assumedStart(tokenizer, prompt);
  if (token !== undefined) warnings.push(errorData('prompt_empty', { token }));
  return warnings;
}
