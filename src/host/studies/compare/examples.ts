// One variant in a comparison by its own objective, on a device: how each of its figures is found.
import type { ComputeContext } from '../../../gpu/compute';
import { multiplied } from '../../../training/compress/factoredModel';
import { positionsOf, TermReader, type Predicted } from '../../../training/evaluate/termReader';
import type { AnswerWriter } from '../../../training/generate/writeAnswers';
import { measureLayers, type LayerTimes } from '../../../training/inspect/layerTimes';
import type { Model } from '../../../training/models/interfaces';
import { runObjective, type RunObjective } from '../../../training/objectives/runObjective';
import type { ParameterLookup } from '../../../training/nn/weights';
import type { ModelConfig } from '../../../training/run/config';
import type { CostFigures, TaskFigures } from '../../protocol/compare';
import { hostError } from '../../protocol/error';
import { answersTo } from '../../run/runAnswers';
import type { Piece } from '../compress/stages';
import { stored } from '../compress/variants';
import { DeviceStack } from '../deviceStack';
import { AT_ONCE, type Batched } from '../exampleRates';
import { ledgerOf, memorySince } from './memory';
import type { ObjectiveComparable } from './contest/comparable';

/** Of scores that are kept on the CPU. */
const MOST_REFERENCE_BYTES = 64 * 2 ** 20;

/**
 * What a model of this shape is evaluated on: the first of its objectives that predicts something, and how
 * many held-out examples of it.
 * @throws BenchtopError no_predictions | regression_not_compared
 */
export function heldOutTerm({ config, data }: ObjectiveComparable, model: ModelConfig) {
  const examples = config.data.examples && data.examples?.validation.length;
  const eval_windows = examples ?? config.training.eval_windows;
  const training = { ...config.training, eval_windows };
  const objective = runObjective({ ...config, model, training }, data);
  const term = objective.terms.find(({ predicted }) => predicted !== undefined);
  if (!term) throw refusalOf(objective, config.name);
  const shape = objective.evaluationShape;
  const place = objective.heldOutOf(term);
  const positions = positionsOf(term, shape.seqLen, place);
  const choices = term.classifier?.labels.length ?? objective.model.vocabSize;
  const fitting = Math.floor(MOST_REFERENCE_BYTES / (4 * positions * choices));
  const known = term.examples?.(place, shape) ?? eval_windows;
  const count = Math.max(1, Math.min(eval_windows, known, fitting));
  const atOnce = Math.min(AT_ONCE, shape.batch);
  return { objective, term, place, choices, count, positions, atOnce };
}

/** An output layer of one number has no classes. */
const refusalOf = ({ classifier }: RunObjective, name: string) =>
  hostError(classifier ? 'regression_not_compared' : 'no_predictions', { name });

function writerOf(
  { language, encoderDecoder }: RunObjective,
  parameter: ParameterLookup,
): AnswerWriter | null {
  if (encoderDecoder) return { kind: 'encoder_decoder', model: encoderDecoder, parameter };
  return language && { kind: 'decoder', model: language, parameter };
}

export type ComparedExamples = Awaited<ReturnType<typeof comparedExamples>>;

export async function comparedExamples(
  context: ComputeContext,
  comparable: ObjectiveComparable,
  piece: Piece<Model>,
) {
  const held = heldOutTerm(comparable, piece.config);
  const { term, place, count, atOnce } = held;
  const { seqLen } = held.objective.evaluationShape;
  const before = ledgerOf(context);
  const { weights, parameters, diskBytes, otherBytes } = await stored(
    context,
    piece,
    piece.schemeOf,
    piece.isPruned,
  );
  const stack = new DeviceStack();
  await stack.add(weights);
  const readerOf = (batch: number) =>
    TermReader.create(context, term, multiplied(weights.parameter), { batch, seqLen });
  const single = await stack.add(readerOf(1));
  const batch = await stack.add(readerOf(atOnce));
  const timed = (reader: TermReader): Batched => ({
    atOnce: reader.shape.batch,
    run: () => reader.runFirst(place),
  });
  const { dispatches } = single.program;
  return {
    term,
    timed: { single: timed(single), batch: timed(batch) },
    cost: (): CostFigures => ({
      parameters,
      diskBytes,
      ...memorySince(before, context, otherBytes),
      flopsPerToken: null,
      bytesPerToken: null,
      flopsPerExample: dispatches.reduce((sum, { flops }) => sum + flops, 0),
      bytesPerExample: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
    }),
    predictions: (signal: AbortSignal): Promise<Predicted[]> =>
      batch.read({ ...place, count }, signal),
    /** What it writes behind held-out prompts, where that is what it learned. */
    async answers(signal: AbortSignal): Promise<Partial<TaskFigures>> {
      const { heldOut, tokenizer } = comparable;
      const writer = writerOf(held.objective, multiplied(weights.parameter));
      if (term.classifier || heldOut.examples.length === 0 || !writer) return {};
      const found = await answersTo(heldOut, { context, writer, tokenizer }, signal);
      if (!found) return {};
      const { shown: _shown, ...answers } = found;
      return { answers, exact: null, exactError: null };
    },
    layers: (): Promise<LayerTimes> =>
      measureLayers(context, piece.model.parameters, single.program),
    destroy: (): Promise<void> => stack.destroy(),
  };
}
