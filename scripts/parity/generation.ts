// What settings of a GenerationConfig do: to one row of scores, and to what a model writes behind a prompt.
import type { ComputeContext } from '../../src/gpu/compute';
import {
  camelCase,
  parseGeneration,
  type GenerationSettings,
} from '../../src/training/generate/generationConfig';
import { processorsOf } from '../../src/training/generate/processors/processorsOf';
import { SourceSampler } from '../../src/training/generate/sourceSampler';
import { TextSampler } from '../../src/training/generate/textSampler';
import { Decoder } from '../../src/training/generate/decoder';
import type { EncoderDecoderModel, LanguageModel } from '../../src/training/models/interfaces';
import type { ParameterLookup } from '../../src/training/nn/weights';
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import type { Tokenizer } from '../../src/training/tokenizers/tokenizer';
import type { Case } from './case';
import type { Numbers } from './numbers';

interface Named {
  readonly name: string;
  readonly settings: GenerationSettings;
}

/** Greedy where a case says nothing of sampling. */
function casesOf({ json }: Case): Named[] {
  return (json.cases as readonly Record<string, unknown>[]).map(({ name, ...given }) => {
    const settings = Object.entries(given).map(([key, value]) => [camelCase(key), value] as const);
    const samples = ['temperature', 'top_k', 'top_p', 'min_p', 'typical_p'].some(
      (key) => key in given,
    );
    const start = samples ? { temperature: 1, topK: 0 } : { temperature: 0 };
    return {
      name: String(name),
      settings: parseGeneration({ ...start, ...Object.fromEntries(settings) }),
    };
  });
}

const endsOf = ({ json }: Case): number[] => [json.params!.eos_token_id].flat().map(Number);

/** A token reads as its number. */
function numbersTokenizer(vocabSize: number): Tokenizer {
  const bytes = (id: number): Uint8Array => new TextEncoder().encode(`${id} `);
  const idsIn = (text: string): number[] => text.split(' ').filter(Boolean).map(Number);
  return {
    kind: 'words',
    vocabSize,
    special: { all: new Set() },
    encode: (text) => Int32Array.from(idsIn(text)),
    decode: (ids) => Array.from(ids, (id) => `${id} `).join(''),
    tokenText: String,
    tokenBytes: bytes,
    toJSON: () => ({ kind: 'words' }),
  };
}

export function processedScores(testCase: Case, file: SafetensorsFile): Map<string, Numbers> {
  const [scores, ids] = [file.floats('in.scores'), [...file.ints('in.ids')]];
  const { prompt_tokens: promptTokens, max_new_tokens: maxNewTokens } = testCase.json.params!;
  const facts = {
    tokenizer: numbersTokenizer(scores.length),
    vocabSize: scores.length,
    endIds: endsOf(testCase),
    promptTokens: Number(promptTokens),
    maxNewTokens: Number(maxNewTokens),
  };
  return new Map(
    casesOf(testCase).map(({ name, settings }) => {
      const row = Float32Array.from(scores);
      for (const processor of processorsOf(settings, facts)) processor.process(ids, row);
      return [`out.${name}`, row];
    }),
  );
}

export type Writing = { readonly parameter: ParameterLookup } & (
  | { readonly kind: 'decoder'; readonly model: LanguageModel }
  | { readonly kind: 'encoder_decoder'; readonly model: EncoderDecoderModel }
);

/** As many rows as texts, filled up with -1. */
export async function writtenTexts(
  context: ComputeContext,
  writing: Writing,
  testCase: Case,
  file: SafetensorsFile,
): Promise<Map<string, Numbers>> {
  const tokenizer = numbersTokenizer(writing.model.vocabSize);
  const sampler = await samplerOf(context, writing, tokenizer);
  const prompt = tokenizer.decode(file.ints('in.prompt'));
  const results = new Map<string, Numbers>();
  try {
    for (const { name, settings } of casesOf(testCase)) {
      const request = {
        ...settings,
        prompt,
        maxNewTokens: settings.maxNewTokens!,
        endIds: endsOf(testCase),
      };
      const { texts, scores } = await sampler.generate(request, () => undefined);
      const rows = texts.map((text) => [...tokenizer.encode(text)]);
      const width = Math.max(1, ...rows.map(({ length }) => length));
      const filled = rows.flatMap((row) => Array.from({ length: width }, (_, i) => row[i] ?? -1));
      results.set(`ids.${name}`, Int32Array.from(filled));
      if (scores) results.set(`scores.${name}`, Float32Array.from(scores));
    }
    return results;
  } finally {
    await sampler.destroy();
  }
}

async function samplerOf(context: ComputeContext, writing: Writing, tokenizer: Tokenizer) {
  if (writing.kind === 'encoder_decoder') return new SourceSampler(context, writing, tokenizer);
  return TextSampler.over(context, writing, tokenizer, await Decoder.create(context, writing));
}
