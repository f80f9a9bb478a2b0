import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enGlossary } from '../../src/ui/i18n/glossary/en';
import { zhGlossary } from '../../src/ui/i18n/glossary/zh';
import { termPieces } from '../../src/ui/kit/glossary/glossaryTerms';

const termsOf = (glossary: Record<string, { term: string }>) =>
  Object.entries(glossary).map(([id, { term }]) => ({ id, term }));
const EN = termsOf(enGlossary);
const ZH = termsOf(zhGlossary);
const found = (text: string, terms = EN) =>
  termPieces(text, terms).flatMap(({ id, text: piece }) => (id === null ? [] : [[id, piece]]));

describe('glossary terms', () => {
  it('finds whole words in any case, with a plural', () => {
    expect(found('Tokens and the Kernels of LoRA')).toEqual([
      ['token', 'Tokens'],
      ['kernel', 'Kernels'],
      ['lora', 'LoRA'],
    ]);
    expect(found('tokenizer, lossless, nation, step, batching')).toEqual([]);
  });
  it('prefers the longer term and leaves out the sign of a heading', () => {
    expect(found('the held-out loss, then the loss')).toEqual([
      ['heldOut', 'held-out loss'],
      ['loss', 'loss'],
    ]);
    expect(found('its standard error')).toEqual([['standardError', 'standard error']]);
  });
  it('underlines each once', () => {
    expect(found('token after token')).toEqual([['token', 'token']]);
  });
  it('finds Chinese terms without spaces', () => {
    expect(found('验证损失与每个词元的损失', ZH)).toEqual([
      ['heldOut', '验证损失'],
      ['token', '词元'],
      ['loss', '损失'],
    ]);
  });
  it('loses no character', () => {
    const words = [...EN, ...ZH].map(({ term }) => term);
    const text = fc.array(fc.oneof(fc.constantFrom(...words, ' ', '，'), fc.string()));
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join('');
        for (const terms of [EN, ZH, []])
          expect(
            termPieces(whole, terms)
              .map(({ text: piece }) => piece)
              .join(''),
          ).toBe(whole);
      }),
    );
  });
});
