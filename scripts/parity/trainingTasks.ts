// What the recorded training tasks differ in: what is trained, from which examples, for which loss.
import path from 'node:path';
import type { BufferView } from '../../src/gpu/dispatch';
import { buildModel } from '../../src/training/models/model';
import { classifierParameters } from '../../src/training/nn/classifier';
import { loraParameters, mergeLora, withLora, type LoraConfig } from '../../src/training/nn/lora';
import { distillation } from '../../src/training/objectives/distillation/distillation';
import { isMatrix, ParameterSet } from '../../src/training/parameters';
import {
  causalLanguageModelling,
  classification,
  exampleStride,
  type Objective,
} from '../../src/training/run/objective';
import { lookUp, type TrainedParameters } from '../../src/training/run/state';
import { caseTensors, NotYet, type Case, type openTensors } from './case';
import { loadModel } from './models';
import type { Params } from './opTable';

type Values = ReadonlyMap<string, Float32Array<ArrayBuffer>>;
type Tensors = ReturnType<typeof openTensors>;
type Base = ReturnType<typeof loadModel>;

export interface Task {
  readonly parts: TrainedParameters;
  /** What is trained, at the start. */
  readonly values: Values;
  readonly fixed: readonly {
    readonly view: BufferView;
    readonly data: Float32Array<ArrayBuffer>;
  }[];
  readonly objective: Objective;
  readonly corpus: Int32Array<ArrayBuffer>;
  /** Integers from one example to the next. */
  readonly stride: number;
  /** What the trained weights amount to in the model, where they stand beside it. */
  readonly merge?: (trained: Values) => Values;
}

/** `base`: the model and its weights before training. */
export function taskOf(testCase: Case, params: Params, base: Base, batches: Tensors): Task {
  const model = buildModel(base.config, base.vocabSize);
  const seqLen = batches.entry('x').shape[2]!;
  // SGD and the AdamW beside Muon know no groups: all decays.
  const decayAll = !params.has('decay') || params.text('decay') === 'all';
  const decays = decayAll ? (): boolean => true : isMatrix;
  const language = (): Task => ({
    parts: { decays },
    values: base.values,
    fixed: [],
    objective: causalLanguageModelling(model),
    corpus: corpusOf(batches.ints('x'), batches.ints('y'), seqLen),
    stride: seqLen + 1,
  });
  const file = caseTensors(testCase);
  switch (testCase.json.task) {
    case 'lora': {
      const config = loraConfig(params, file);
      const frozen = new ParameterSet(model.parameters);
      const trained = loraParameters(model.parameters, config);
      const adapt: TrainedParameters['adapt'] = (weights) =>
        withLora(weights, model.parameters, config);
      return {
        ...language(),
        parts: { trained, frozen, adapt, decays },
        values: new Map(trained.map(({ name }) => [name, file.floats(`init.${name}`)])),
        fixed: [{ view: frozen.weights, data: frozen.pack(base.values) }],
        merge: (weights) =>
          mergeLora(new Map([...base.values, ...weights]), model.parameters, config),
      };
    }
    case 'classify': {
      const classes = file.entry('init.score.weight').shape[0]!;
      const head = classifierParameters(base.config, classes);
      return {
        ...language(),
        parts: { trained: [...model.parameters, ...head], decays },
        values: new Map([
          ...base.values,
          ...head.map(({ name }) => [name, file.floats(`init.${name}`)] as const),
        ]),
        objective: classification(model, params.text<'last' | 'mean'>('pool')),
        corpus: examplesOf(batches, file.ints('in.labels'), seqLen),
        stride: exampleStride(seqLen),
      };
    }
    case 'distill': {
      const beside = (name: string): string => path.join(testCase.folder, name);
      const loaded = loadModel(beside('teacher_config.json'), beside('teacher.safetensors'));
      const teacher = buildModel(loaded.config, loaded.vocabSize);
      const weights = new ParameterSet(teacher.parameters);
      const [temperature, alpha] = [params.number('T'), params.number('alpha')];
      const distilled = { kind: 'model', model: teacher, parameter: lookUp(weights) } as const;
      return {
        ...language(),
        fixed: [{ view: weights.weights, data: weights.pack(loaded.values) }],
        objective: distillation(model, distilled, { temperature, alpha, form: 'kl' }),
      };
    }
    default:
      return language();
  }
}

function loraConfig(params: Params, file: Tensors): LoraConfig {
  const names = file.names.flatMap((name) => /(\w+)\.lora_A\.weight$/.exec(name)?.[1] ?? []);
  return {
    r: params.number('r'),
    lora_alpha: params.number('alpha'),
    target_modules: [...new Set(names)],
  };
}

/** The trainer reads windows of one corpus: each batch row becomes a window of its own. */
function corpusOf(x: Int32Array, y: Int32Array, seqLen: number): Int32Array<ArrayBuffer> {
  const rows = x.length / seqLen;
  const corpus = new Int32Array(rows * (seqLen + 1));
  for (let row = 0; row < rows; row++) {
    const window = x.subarray(row * seqLen, (row + 1) * seqLen);
    const targets = y.subarray(row * seqLen, (row + 1) * seqLen);
    if (targets.some((id, t) => t + 1 < seqLen && id !== window[t + 1])) {
      throw new NotYet('targets that are not the next tokens');
    }
    corpus.set(window, row * (seqLen + 1));
    corpus[(row + 1) * (seqLen + 1) - 1] = targets[seqLen - 1]!;
  }
  return corpus;
}

function examplesOf(batches: Tensors, labels: Int32Array, seqLen: number): Int32Array<ArrayBuffer> {
  const [ids, lengths] = [batches.ints('cls_x'), batches.ints('cls_lengths')];
  const stride = exampleStride(seqLen);
  const examples = new Int32Array(lengths.length * stride);
  lengths.forEach((length, row) => {
    const start = row * stride;
    examples.set(ids.subarray(row * seqLen, (row + 1) * seqLen), start);
    examples.fill(1, start + seqLen, start + seqLen + length);
    examples[start + 2 * seqLen] = labels[row]!;
  });
  return examples;
}
