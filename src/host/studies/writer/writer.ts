// From general text to a writer of one domain: a general base, fine-tuned, distilled into a smaller student
// and packed in INT8, with the same figures of every stage; each can be kept.
import type { WriterRequest } from '../../protocol/writer';
import { speedFigures } from '../../../training/evaluate/speed';
import { refuseContradictions } from '../../../training/objectives/distillation/distillConfig';
import { speedPlanOf } from '../compare/contest/setup';
import { measureAlone } from '../compare/speed';
import { adapterName, describeModel, MIN_ROUNDS } from '../describe';
import { pieces, type PhaseWeights } from '../progress';
import type { Study } from '../study';
import { WRITER_STAGES, writerModelId } from './ids';
import { baseOf, finetuned, onText, type WriterJob } from './models';
import { Stages, type Texts } from './stage';
import { studentsOf } from './students';

/** By training steps of the large model; a student's are about so much of one. */
const STUDENT_STEP = 0.4;
const EVALUATION = 20;

function weightsOf({ base, general, domain, distill }: WriterRequest): PhaseWeights<'writer'> {
  const { seeds, training } = distill;
  const student = STUDENT_STEP * training.max_steps + EVALUATION;
  return {
    base: [(base ? 0 : general.training.max_steps) + EVALUATION],
    finetune: [domain.training.max_steps + EVALUATION],
    asking: [2 * EVALUATION],
    students: pieces(2 * seeds.length, student),
    int8: pieces(seeds.length, EVALUATION),
    speed: [4 * EVALUATION],
  };
}

export const writer: Study<'writer'> = async (job) => {
  const { request, progress, signal, made } = job;
  refuseContradictions(request.distill);
  progress.begin(weightsOf(request), { prompt: request.prompt, method: null, rows: [] });
  for (const id of WRITER_STAGES) made.models.delete(writerModelId(id));
  const [seed] = request.distill.seeds;

  progress.enter('base', { id: 'base', seed: seed! });
  const startedMs = performance.now();
  const base = await baseOf(job);
  const baseMs = request.base ? 0 : performance.now() - startedMs;
  if (signal.aborted) return;
  const general = await onText(job, base, request.general);
  const onDomain = await onText(job, base, request.domain);
  const stages = new Stages(job, { general, domain: onDomain });
  try {
    await stages.add('base', {
      trained: general.trained,
      seed: seed!,
      elapsedMs: baseMs,
      provenance: base.provenance,
    });
    if (signal.aborted) return;

    progress.enter('finetune', { id: 'finetuned', seed: seed! });
    const fromMs = performance.now();
    const tuned = await finetuned(job, base);
    const elapsedMs = performance.now() - fromMs;
    if (signal.aborted) return;
    const domain = await onText(job, tuned, request.domain);
    await stages.add('finetuned', {
      trained: domain.trained,
      seed: seed!,
      elapsedMs,
      provenance: tuned.provenance,
    });
    if (signal.aborted) return;

    const students = await studentsOf(job, domain, stages);
    progress.enter('asking', { id: 'finetuned', seed: seed! });
    describe(job, { general, domain }, students.plan);
    await students.ask();
    await students.train();
    if (!signal.aborted) await measure(job, stages, { general, domain });
  } finally {
    await stages.destroy();
  }
};

/** How it was done. */
function describe(
  { request, progress, context }: WriterJob,
  { general, domain }: Texts,
  { student, config, reading }: Awaited<ReturnType<typeof studentsOf>>['plan'],
): void {
  const { starts, trained } = domain;
  progress.change({
    method: {
      adapter: adapterName(context.open.facts),
      baseName: general.config.name,
      model: describeModel(trained.config),
      student: describeModel(student),
      general: request.general.data.corpus,
      domain: request.domain.data.corpus,
      steps: {
        base: request.base ? 0 : request.general.training.max_steps,
        finetuned: request.domain.training.max_steps,
        student: config.training.max_steps,
      },
      studentTokens: reading.tokens.length,
      temperature: config.temperature,
      alpha: config.alpha,
      windows: starts.length,
      windowTokens: trained.model.contextLength,
      startedAt: new Date().toISOString(),
    },
  });
}

/** All stages in turn. */
async function measure(
  { context, request, progress, watch, signal }: WriterJob,
  stages: Stages,
  { domain }: Texts,
): Promise<void> {
  progress.enter('speed');
  const { minRounds = MIN_ROUNDS } = request;
  const plan = speedPlanOf(domain, minRounds);
  const timed = Array.from(stages.opened, ([id, compared]) => ({
    id,
    compared,
    prompt: plan.prompt,
  }));
  const control = async (): Promise<void> => {
    stages.opened.get('base')!.runStep();
    await context.idle();
  };
  const { samples } = await measureAlone(
    timed,
    { plan, watch, signal, control },
    (_samples, round) => progress.tell(Math.min(1, (round + 1) / minRounds)),
  );
  for (const { id, compared } of timed) {
    const hasPrefill = Boolean(compared.model.cache);
    const speed = speedFigures(samples, id, plan, { reference: 'base', hasPrefill });
    stages.change(id, { decode: speed?.decode ?? null });
  }
}
