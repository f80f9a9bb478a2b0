// Distills encoders and encoder-decoders by their own objective: masked tokens, corrupted spans, answers. The
// teacher reads each batch inside the student's step, and its probabilities count where the labels do.
import { schemeForLayers } from '../../../training/compress/compressedWeights';
import type { AnswerScores } from '../../../training/evaluate/answerScores';
import type { Predicted } from '../../../training/evaluate/termReader';
import type { Model } from '../../../training/models/interfaces';
import { wholeModel } from '../../../training/models/wholeModel';
import {
  refuseForObjectives,
  studentOf,
  temperatureFor,
  type SettledDistill,
} from '../../../training/objectives/distillation/distillConfig';
import { examplesInEpoch } from '../../../training/objectives/epoch';
import type { TextData } from '../../../training/objectives/source';
import { withSteps } from '../../../training/run/duration';
import type { ObjectiveComparable } from '../compare/contest/comparable';
import { comparedExamples, heldOutTerm, type ComparedExamples } from '../compare/examples';
import { objectiveFacts } from '../compare/contest/openedObjective';
import { evaluatePredictions } from '../compare/contest/predictions';
import { wholeWeights, type Trained } from '../compress/variants';
import { objectiveStudents } from './objectiveStudent';
import { measureExamples } from './rates';
import { keepStudent } from './savedStudents';
import { layersOf } from './student';
import { INT8, type DistillJob, type DistillWork } from './work';

/** Students read the first part of the text; examples are read whole. */
function firstOf(data: TextData, tokens: number): TextData {
  const sources = data.sources.map((source) => {
    const { from, to } = source.train;
    return { ...source, train: { from, to: Math.min(to, from + tokens) } };
  });
  return { ...data, sources };
}

/** @throws BenchtopError distill_not_for_objectives | student_has_other_shape | no_predictions */
export function objectiveDistillation(
  job: DistillJob,
  source: ObjectiveComparable,
): DistillWork<Trained<Model>, ComparedExamples> {
  const { context, request, signal } = job;
  const { distill } = request;
  refuseForObjectives(distill);
  const { trained: teacher, config: run } = source;
  const { vocabSize } = teacher.model;
  const data = firstOf(source.data, distill.tokens);
  const student = distill.student ?? studentOf(teacher.config, distill);
  const settled = { ...distill, temperature: temperatureFor(distill, student) };
  const epoch = examplesInEpoch(run, { ...data, examples: data.examples?.train.length });
  const config: SettledDistill = { ...settled, training: withSteps(distill.training, epoch) };
  const model = wholeModel(student, vocabSize);
  const initial = config.initial === 'random' ? null : layersOf(teacher, student, model);
  const held = heldOutTerm(source, teacher.config);
  /** Of the examples that all are evaluated on, and what each model wrote there. */
  let targets: readonly Int32Array[] = [];
  const written = new WeakMap<readonly Float32Array[], AnswerScores>();

  const { max_length, eval_windows } = run.training;
  const training = { ...config.training, max_length, eval_windows };
  const trainStudent = objectiveStudents(job, {
    run: { ...run, training },
    data,
    teacher,
    student,
    initial,
    settled: config,
    watched: held.term.name,
  });
  const predictedOf = (logits: readonly Float32Array[]): Predicted[] =>
    logits.map((one, index) => ({ targets: targets[index]!, logits: one }));

  return {
    name: run.name,
    steps: source.steps,
    text: objectiveFacts(source),
    teacher,
    student,
    config,

    ask: () =>
      Promise.resolve({
        kind: 'objective',
        objective: held.term.name,
        examples: epoch ?? 0,
        heldOut: held.count,
        positions: held.positions,
      }),

    train: async (id, seed) => ({
      config: student,
      model,
      weights: await trainStudent({ id, seed }),
    }),

    open: (learned, isInt8) =>
      comparedExamples(context, source, {
        ...learned,
        isPruned: false,
        schemeOf: isInt8 ? schemeForLayers(INT8) : wholeWeights,
        trainedSteps: 0,
      }),

    async logits(compared) {
      const predicted = await compared.predictions(signal);
      if (targets.length === 0) targets = predicted.map((one) => one.targets);
      const logits = predicted.map((one) => one.logits);
      const { answers } = signal.aborted ? {} : await compared.answers(signal);
      if (answers) written.set(logits, answers);
      return logits;
    },

    quality(logits, reference) {
      const own = predictedOf(logits);
      const { quality, task } = evaluatePredictions(source, held.term, own, predictedOf(reference));
      return { ...quality!, positionsRight: task.accuracy, answers: written.get(logits) };
    },

    describe: (compared) => Promise.resolve({ cost: compared.cost() }),

    keep(id, learned, quality) {
      const { tokenizer, brought } = source;
      const origin = { config: run, tokenizer, ...brought };
      keepStudent(job, origin, id, { learned, quality, training });
    },

    measure: (opened) =>
      measureExamples(
        job,
        Array.from(opened, ([id, { timed }]) => ({ id, ...timed })),
      ),
  };
}
