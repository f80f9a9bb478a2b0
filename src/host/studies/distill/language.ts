// Distills language models: students read a text beside what the teacher says of every place in it.
import { recipeForLayers } from '../../../training/compress/compressedWeights';
import { measureSpeed, speedFigures, type SpeedSample } from '../../../training/evaluate/speed';
import { heldOutOf, speedPlanOf, type Comparable } from '../compare/setup';
import { evaluate, type HeldOut } from '../compare/quality';
import { ComparedVariant, textBy } from '../compare/variant';
import { MIN_ROUNDS, sampleRequest } from '../describe';
import { INT8, type DistillJob, type DistillPlan, type DistillWork } from './work';
import { keepStudent } from './kept';
import { changeRow } from './rows';
import type { DistillId, DistillMethod } from '../../protocol/distill';
import type { SettledDistill } from '../../../training/objectives/distillation/distillConfig';
import type { ModelConfig } from '../../../training/run/config';
import type { QualityFigures } from '../../protocol/compare';
import { trainerOf, trainStudent } from './student';
import { makeTeacher, type Teacher } from './teacher';
import type { Trained } from '../compress/variants';

export class LanguageDistillation implements DistillWork<Trained, ComparedVariant> {
  readonly name: string;
  readonly teacher: Trained;
  readonly student: ModelConfig;
  readonly config: SettledDistill;
  readonly #job: DistillJob;
  readonly #source: Comparable;
  readonly #plan: DistillPlan;
  readonly #heldOut: HeldOut;
  #asked: Teacher | null = null;

  constructor(job: DistillJob, source: Comparable, plan: DistillPlan) {
    this.name = source.config.name;
    this.teacher = source.trained;
    this.student = plan.student;
    this.config = plan.config;
    this.#job = job;
    this.#source = source;
    this.#plan = plan;
    this.#heldOut = heldOutOf(source);
  }

  async ask(): Promise<DistillMethod['reads']> {
    const { config, bytesPerToken } = this.#source;
    const { reading } = this.#plan;
    const { windows } = this.#heldOut;
    const asked = await makeTeacher(this.#job, this.teacher, this.#plan);
    this.#asked = asked;
    // What cannot be distilled is refused before the student that learns alone has taken its time.
    trainerOf(this.#job.context, this.#source, this.#plan, asked, this.config.seeds[0]!);
    return {
      kind: 'text',
      corpus: config.data.corpus,
      tokens: reading.tokens.length,
      windows: reading.starts.length,
      readyLogits: asked.source.kind === 'logits',
      heldOutWindows: windows.length,
      windowTokens: windows[0]!.length - 1,
      bytesPerToken,
    };
  }

  async train(id: 'alone' | 'distilled', seed: number): Promise<Trained> {
    const { model } = this.#plan;
    const teacher = id === 'distilled' ? this.#asked : null;
    const setup = trainerOf(this.#job.context, this.#source, this.#plan, teacher, seed);
    const weights = await trainStudent(this.#job, { id, seed }, setup, this.#source.starts, model);
    return { config: this.student, model, weights };
  }

  open(trained: Trained, isInt8: boolean): Promise<ComparedVariant> {
    const recipe = isInt8 ? recipeForLayers(INT8) : undefined;
    return ComparedVariant.create(this.#job.context, trained, recipe);
  }

  logits(compared: ComparedVariant): Promise<Float32Array[]> {
    return compared.logits(this.#heldOut, this.#job.signal);
  }

  quality(logits: readonly Float32Array[], reference: readonly Float32Array[]): QualityFigures {
    const { vocabSize } = this.teacher.model;
    return evaluate(this.#heldOut, vocabSize, logits, reference).quality!;
  }

  async describe(compared: ComparedVariant) {
    const { config, tokenizer } = this.#source;
    const request = sampleRequest(config);
    const text = await textBy(compared, tokenizer, request, this.#job.signal);
    return { text, cost: compared.cost() };
  }

  keep(id: 'alone' | 'distilled', trained: Trained, quality: QualityFigures): void {
    keepStudent(this.#job, this.#source, id, trained, quality);
  }

  async measure(opened: ReadonlyMap<DistillId, ComparedVariant>): Promise<void> {
    const { context, watch, progress, signal, request } = this.#job;
    const { minRounds = MIN_ROUNDS } = request;
    const plan = speedPlanOf(this.#source, minRounds);
    const contestants = Array.from(opened, ([id, { decoder }]) => ({ id, decoder }));
    const fill = (samples: readonly SpeedSample[]): void => {
      for (const [id, { model }] of opened) {
        const options = { reference: 'teacher', hasPrefill: Boolean(model.cache) };
        changeRow(progress, { id, speed: speedFigures(samples, id, plan, options) });
      }
    };
    const { samples } = await measureSpeed(contestants, plan, watch, {
      control: async () => {
        opened.get('teacher')!.decoder.stepProgram.run();
        await context.idle();
      },
      signal,
      onRound: (found, round) => {
        fill(found);
        progress.tell(Math.min(1, (round + 1) / minRounds));
      },
    });
    fill(samples);
  }
}
