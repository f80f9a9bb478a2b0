// Greedy decoding with a model from its folder, token by token with a cache; behind a prompt, or behind the
// sources of an encoder-decoder; texts with settings of generation; and the sampler alone on given logits and
// given random numbers.
import path from 'node:path';
import { declareBuffer, Recorder, wholeView } from '../../src/gpu/recorder';
import type { BufferView } from '../../src/gpu/dispatch';
import {
  decodeControlBytes,
  packDecodeControl,
  type DecodeValues,
} from '../../src/gpu/kernels/attention/decodeControl';
import { sampleToken, seenWords } from '../../src/gpu/kernels/attention/sampleToken';
import { isEncoderDecoderFamily } from '../../src/training/models/families';
import { Decoder } from '../../src/training/generate/decoder';
import { fromHuggingFaceConfig } from '../../src/training/io/huggingface/huggingface';
import { locateParameters } from '../../src/training/io/huggingface/locateParameters';
import type { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import { SourceDecoder } from '../../src/training/generate/sourceDecoder';
import { buildEncoderDecoder, buildModel, parametersOf } from '../../src/training/models/model';
import { ParameterSet } from '../../src/training/parameters';
import { lookUp } from '../../src/training/run/state';
import {
  caseTensors,
  openTensors,
  readJson,
  type Case,
  type Environment,
  type Prepared,
} from './case';
import type { Numbers } from './numbers';
import { compareAll, expectation, type Expected } from './compare';
import type { Engine } from './engine';
import { processedScores, writtenTexts, type Writing } from './generation';

export async function generate(testCase: Case, environment: Environment): Promise<Prepared> {
  const engine = await environment.engine();
  const file = caseTensors(testCase);
  if (file.has('in.logits')) return sampling(testCase, file, engine);
  if (file.has('in.scores')) return processed(testCase, file);
  return testCase.json.cases ? written(testCase, file, engine) : greedy(testCase, file, engine);
}

function processed(testCase: Case, file: SafetensorsFile): Prepared {
  const expected = expectations(testCase, file, /^out\./);
  return { run: () => compareAll(processedScores(testCase, file), expected) };
}

async function written(testCase: Case, file: SafetensorsFile, engine: Engine): Promise<Prepared> {
  const { writing, free } = openModel(testCase, engine);
  const expected = expectations(testCase, file, /^(ids|scores)\./);
  return {
    async run() {
      return compareAll(await writtenTexts(engine.context, writing, testCase, file), expected);
    },
    destroy: free,
  };
}

function expectations({ json }: Case, file: SafetensorsFile, pattern: RegExp) {
  const names = file.names.filter((name) => pattern.test(name));
  return new Map<string, Expected>(
    names.map((name) => [name, expectation(file, name, json.check?.[name])]),
  );
}

/** The model that a case names. */
function openModel(
  { json, folder }: Case,
  { context }: Engine,
): { writing: Writing; free: () => void } {
  const modelFolder = path.join(folder, String(json.model));
  const weights = openTensors(path.join(modelFolder, 'model.safetensors'));
  const config = fromHuggingFaceConfig(readJson(path.join(modelFolder, 'config.json')));
  const { shape, nameInFile } = locateParameters(config, weights);
  const { model, vocabSize } = shape;
  const parameters = new ParameterSet(parametersOf(model, vocabSize));
  const values = new Map([...nameInFile].map(([name, stored]) => [name, weights.floats(stored)]));
  context.buffers.write(parameters.weights, parameters.pack(values));
  const parameter = lookUp(parameters);
  const free = (): void => context.buffers.freeResident(parameters.weights.buffer);
  if (isEncoderDecoderFamily(model.family)) {
    const whole = buildEncoderDecoder(model, vocabSize);
    return { writing: { kind: 'encoder_decoder', model: whole, parameter }, free };
  }
  return { writing: { kind: 'decoder', model: buildModel(model, vocabSize), parameter }, free };
}

async function greedy(testCase: Case, file: SafetensorsFile, engine: Engine): Promise<Prepared> {
  const { json } = testCase;
  const { context } = engine;
  const { writing, free } = openModel(testCase, engine);
  const { vocabSize } = writing.model;
  const prompts = file.has('in.prompt') ? [[...file.ints('in.prompt')]] : sourcesOf(file);
  const decoder =
    writing.kind === 'decoder'
      ? await Decoder.create(context, writing)
      : await SourceDecoder.create(
          context,
          writing,
          // Longer than the longest source: the rest is masked.
          { sequences: prompts.length, length: Math.max(...prompts.map((ids) => ids.length)) + 2 },
        );
  const count = file.ints('out.ids').length / prompts.length;
  const repetitionPenalty = json.params?.repetition_penalty as number | undefined;
  const settings = { temperature: 0, seed: 0, repetitionPenalty };
  const expected = expectations(testCase, file, /^out\./);
  return {
    async run() {
      await decoder.start(prompts);
      const ids = new Int32Array(prompts.length * count);
      const logits = new Float32Array(ids.length * vocabSize);
      for (let step = 0; step < count; step++) {
        const fresh = await decoder.sample(1, step, settings);
        const rows = await decoder.logits();
        rows.forEach((row, b) => {
          ids.set(fresh[b]!, b * count + step);
          logits.set(row, (b * count + step) * vocabSize);
        });
      }
      const results = new Map<string, Numbers>([
        ['out.ids', ids],
        ['out.step_logits', logits],
      ]);
      return compareAll(results, expected);
    },
    async destroy() {
      await decoder.destroy();
      free();
    },
  };
}

/** Without what fills them up. */
function sourcesOf(file: SafetensorsFile): number[][] {
  const [rows, length] = file.entry('in.input_ids').shape as [number, number];
  const [ids, mask] = [file.ints('in.input_ids'), file.ints('in.attention_mask')];
  return Array.from({ length: rows }, (_, row) =>
    [...ids.subarray(row * length, (row + 1) * length)].filter(
      (_id, at) => mask[row * length + at],
    ),
  );
}

interface SamplingCase {
  readonly name: string;
  readonly temperature?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly repetition_penalty?: number;
}

/** Every draw is a sequence of its own, with the same logits and the same tokens before. */
async function sampling(testCase: Case, file: SafetensorsFile, engine: Engine): Promise<Prepared> {
  const cases = testCase.json.cases as readonly SamplingCase[];
  const logits = file.floats('in.logits');
  const seen = new Uint32Array(seenWords(logits.length));
  for (const id of file.ints('in.prev')) seen[id >> 5]! |= 1 << (id & 31);
  const samplers = new Map<number, Sampler>();
  for (const { name } of cases) {
    const draws = file.floats(`u.${name}`).length;
    if (!samplers.has(draws)) samplers.set(draws, await compileSampler(engine, logits, draws));
  }
  const expected = expectations(testCase, file, /^(probs|draw)\./);
  return {
    async run() {
      const results = new Map<string, Numbers>();
      for (const one of cases) {
        const uniforms = file.floats(`u.${one.name}`);
        const values = {
          past: 0,
          uniforms,
          temperature: one.temperature ?? 1,
          topK: one.top_k ?? 0,
          topP: one.top_p ?? 1,
          repetitionPenalty: one.repetition_penalty ?? 1,
        };
        const { probs, tokens } = await samplers.get(uniforms.length)!.run(seen, values);
        results.set(`probs.${one.name}`, probs);
        results.set(`draw.${one.name}`, tokens);
      }
      return compareAll(results, expected);
    },
    destroy() {
      for (const sampler of samplers.values()) sampler.destroy();
    },
  };
}

interface Sampler {
  run(seen: Uint32Array, values: DecodeValues): Promise<Record<'probs' | 'tokens', Numbers>>;
  destroy(): void;
}

/** sample_token on so many copies of one row of logits. */
async function compileSampler(
  engine: Engine,
  row: Float32Array,
  sequences: number,
): Promise<Sampler> {
  const vocab = row.length;
  const { context } = engine;
  const { buffers } = context;
  const view = (label: string, elements: number): BufferView =>
    wholeView(declareBuffer(label, elements * 4, 'data', true));
  const views = {
    logits: view('logits', sequences * vocab),
    control: view('control', decodeControlBytes(sequences) / 4),
    seen: view('seen', sequences * seenWords(vocab)),
    probs: view('probs', sequences * vocab),
    tokens: view('tokens', sequences),
    sampled: view('sampled', sequences),
  };
  const recorder = new Recorder(context.open.limits);
  sampleToken(recorder, { ...views, sequences, rows: 1, slots: 1, vocab });
  const program = await context.compile(recorder.dispatches);
  const repeated = <T extends Float32Array | Uint32Array>(
    values: ArrayLike<number>,
    into: T,
  ): T => {
    for (let b = 0; b < sequences; b++) into.set(values, b * values.length);
    return into;
  };
  buffers.write(views.logits, repeated(row, new Float32Array(sequences * vocab)));
  return {
    async run(seen, values) {
      buffers.write(views.seen, repeated(seen, new Uint32Array(sequences * seen.length)));
      buffers.write(views.control, new Uint8Array(packDecodeControl(values, sequences)));
      program.run();
      const probs = await buffers.readFloats(views.probs);
      const tokens = new Int32Array(await buffers.read(views.tokens));
      return { probs: probs.slice(0, vocab), tokens };
    },
    destroy: () => engine.free(program),
  };
}
