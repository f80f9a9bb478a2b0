// How many tokens a corpus will have, before it has been made or read: what a plan needs for the
// memory that holds it.
import { CORPORA } from '../../training/data/corpora/corpora';
import type { RunConfig } from '../../training/run/config';
import type { CorpusFacts } from '../protocol/text';

/** Where nothing at all is known. */
const ASSUMED_CHARS = 1_000_000;
/** UTF-16 units a token where no run has measured them. */
const CHARS_PER_TOKEN = { char: 1, byte: 1, bpe: 2.5, wordpiece: 3 } as const;
/** UTF-8 bytes of a Chinese character. */
const WIDE_BYTES = 3;

/** Exact where a run with this text and tokenizer has counted them. */
export function corpusTokens(config: RunConfig, facts: CorpusFacts) {
  const { trainTokens, validationTokens } = facts;
  if (trainTokens !== undefined && validationTokens !== undefined)
    return { train: trainTokens, validation: validationTokens };
  const { train, validation, bytesPerChar } = corpusChars(config, facts.chars);
  const perChar =
    config.tokenizer.kind === 'byte' ? bytesPerChar : 1 / CHARS_PER_TOKEN[config.tokenizer.kind];
  const tokens = (chars: number): number => Math.max(1, Math.round(chars * perChar));
  return { train: tokens(train), validation: tokens(validation) };
}

function corpusChars({ data }: RunConfig, imported: number | undefined) {
  const corpus = CORPORA.find(({ id }) => id === data.corpus);
  const bytesPerChar = corpus?.language === 'zh' ? WIDE_BYTES : 1;
  if (corpus?.kind === 'grammar') {
    const { trainChars, validationChars } = corpus;
    return { train: data.size_chars ?? trainChars, validation: validationChars, bytesPerChar };
  }
  const sizeBytes =
    corpus?.kind === 'asset'
      ? corpus.approximateBytes
      : corpus?.kind === 'url'
        ? corpus.sizeBytes
        : ASSUMED_CHARS;
  const chars = imported ?? sizeBytes;
  const validation = chars * data.validation_share;
  return { train: chars - validation, validation, bytesPerChar };
}
