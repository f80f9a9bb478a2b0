// Distills language models: students read a text beside what the teacher says of every place in it.
import { schemeForLayers } from '../../../training/compress/compressedWeights';
import { measureSpeed, speedFigures, type SpeedSample } from '../../../training/evaluate/speed';
import { heldOutFacts, heldOutOf, speedPlanOf, type Comparable } from '../compare/contest/setup';
import { evaluate } from '../compare/quality';
import { comparedOn, textBy, type Compared } from '../compare/variant';
import { MIN_ROUNDS, sampleRequest } from '../describe';
import { INT8, type DistillJob, type DistillPlan, type DistillWork } from './work';
import { keepStudent } from './savedStudents';
import { changeRow } from './rows';
import { trainerOf, trainStudent } from './student';
import { makeTeacher, type Teacher } from './teacher';
import { textOf } from '../../../training/run/texts/textParts';
import type { Trained } from '../compress/variants';
import type { DistillId } from '../../protocol/distill';

export function languageDistillation(
  job: DistillJob,
  source: Comparable,
  plan: DistillPlan,
): DistillWork<Trained, Compared> {
  const { context, signal } = job;
  const { trained: teacher, config: run, tokenizer, bytesPerToken } = source;
  const { student, config, model, reading } = plan;
  const heldOut = heldOutOf(source);
  let requested: Teacher | null = null;
  return {
    name: run.name,
    steps: source.steps,
    text: heldOutFacts(source),
    teacher,
    student,
    config,

    async ask() {
      requested = await makeTeacher(job, teacher, plan);
      // What cannot be distilled is refused before the student that learns alone has taken its time.
      trainerOf(context, source, plan, requested, config.seeds[0]!);
      return {
        kind: 'text',
        tokens: reading.tokens.length,
        windows: reading.starts.length,
        readyLogits: requested.source.kind === 'logits',
        heldOutWindows: heldOut.windows.length,
        windowTokens: heldOut.windows[0]!.length - 1,
        bytesPerToken,
      };
    },

    async train(id, seed) {
      const setup = trainerOf(context, source, plan, id === 'distilled' ? requested : null, seed);
      const weights = await trainStudent(job, { id, seed }, setup, source.starts, model);
      return { config: student, model, weights };
    },

    open: (trained, isInt8) =>
      comparedOn(context, trained, isInt8 ? schemeForLayers(INT8) : undefined),

    logits: (compared) => compared.logits(heldOut, signal),

    quality: (logits, reference) =>
      evaluate(heldOut, teacher.model.vocabSize, logits, reference).quality!,

    async describe(compared) {
      const text = await textBy(compared, tokenizer, sampleRequest(run), signal);
      return { text, cost: compared.cost() };
    },

    keep(id, learned, quality) {
      // What the teacher was made for is not the student's.
      const { objectives: _objectives, data, ...rest } = run;
      const { supplied } = source;
      const origin = { config: { ...rest, data: textOf(data) }, tokenizer, supplied };
      keepStudent(job, origin, id, { learned, quality, training: config.training });
    },

    measure: (opened) => measureWriting(job, source, opened),
  };
}

/** How fast the teacher and the first seed's students write. */
async function measureWriting(
  { context, watch, progress, signal, request }: DistillJob,
  source: Comparable,
  opened: ReadonlyMap<DistillId, Compared>,
): Promise<void> {
  const { minRounds = MIN_ROUNDS } = request;
  const speedPlan = speedPlanOf(source, minRounds);
  const idle = (): Promise<void> => context.idle();
  const contestants = Array.from(opened, ([id, { decoder }]) => ({ id, decoder, idle }));
  const fill = (samples: readonly SpeedSample[]): void => {
    for (const [id, compared] of opened) {
      const options = { reference: 'teacher', hasPrefill: Boolean(compared.model.cache) };
      changeRow(progress, { id, speed: speedFigures(samples, id, speedPlan, options) });
    }
  };
  const { samples } = await measureSpeed(contestants, speedPlan, watch, {
    control: async () => {
      opened.get('teacher')!.runStep();
      await idle();
    },
    signal,
    onRound: (found, round) => {
      fill(found);
      progress.tell(Math.min(1, (round + 1) / minRounds));
    },
  });
  fill(samples);
}
