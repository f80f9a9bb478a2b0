// Which language a vocabulary is for: what to suggest where nobody has said what a model was trained on.
import type { Tokenizer } from '../../training/tokenizers/tokenizer';

const HAN = /\p{Script=Han}/u;
const LATIN = /[A-Za-z]{2}/;

/** By what more of its tokens are written in; undefined where they are neither. */
export function languageOf(
  tokenizer: Pick<Tokenizer, 'vocabSize' | 'tokenText'>,
): 'en' | 'zh' | undefined {
  let [han, latin] = [0, 0];
  for (let id = 0; id < tokenizer.vocabSize; id++) {
    const text = tokenizer.tokenText(id);
    if (HAN.test(text)) han += 1;
    else if (LATIN.test(text)) latin += 1;
  }
  if (han === latin) return undefined;
  return han > latin ? 'zh' : 'en';
}
