// Distills language models: students read a text beside what the teacher says of every place in it.
import { recipeForLayers } from '../../../training/compress/compressedWeights';
import { measureSpeed, speedFigures, type SpeedSample } from '../../../training/evaluate/speed';
import { heldOutOf, speedPlanOf, type Comparable } from '../compare/setup';
import type { HeldOut } from '../compare/quality';
import { ComparedVariant } from '../compare/variant';
import { MIN_ROUNDS, sampleRequest } from '../describe';
import type { StudyTools } from '../study';
import { INT8, type DistillTold, type DistillWork } from './work';
import { keepStudent } from './kept';
import { addPoint, changeRow, evaluated } from './rows';
import { describeDistill, prepareDistill, type DistillPlan } from './plan';
import type { DistillId, DistillMethod, DistillRequest, DistillRow } from '../../protocol/distill';
import { trainerOf, trainStudent, type StudentTask } from './student';
import { makeTeacher, type Teacher } from './teacher';
import { stored, type Trained } from '../compress/variants';

export class LanguageDistillation implements DistillWork<Trained> {
  readonly #tools: StudyTools;
  readonly #request: DistillRequest;
  readonly #source: Comparable;
  readonly #plan: DistillPlan;
  readonly #told: DistillTold;
  readonly #heldOut: HeldOut;
  readonly #compared = new Map<DistillId, ComparedVariant>();
  #reference: readonly Float32Array[] | null = null;
  #teacher: Teacher | null = null;
  #samples: readonly SpeedSample[] = [];

  private constructor(
    tools: StudyTools,
    request: DistillRequest,
    source: Comparable,
    plan: DistillPlan,
    told: DistillTold,
  ) {
    this.#tools = tools;
    this.#request = request;
    this.#source = source;
    this.#plan = plan;
    this.#told = told;
    this.#heldOut = heldOutOf(source);
  }

  static async create(
    tools: StudyTools,
    request: DistillRequest,
    source: Comparable,
    told: DistillTold,
  ): Promise<LanguageDistillation> {
    const { progress, signal } = told;
    const plan = await prepareDistill(tools.context, source, request, {
      onWriting: (share) => {
        if (share === 0) progress.enter('writing');
        else progress.tell(share);
      },
      signal,
    });
    return new LanguageDistillation(tools, request, source, plan, told);
  }

  async evaluateTeacher(): Promise<void> {
    this.#reference = await this.#evaluate('teacher', 0, this.#source.trained);
  }

  async ask(): Promise<DistillMethod> {
    const { progress, signal } = this.#told;
    const { context } = this.#tools;
    const { reading, config } = this.#plan;
    this.#teacher = await makeTeacher(context, this.#source.trained, reading, config, {
      onProgress: (share) => progress.tell(share),
      signal,
    });
    // What cannot be distilled is refused before the student that learns alone has taken its time.
    trainerOf(this.#task('distilled', config.seeds[0]!));
    return describeDistill(context, this.#source, this.#plan, this.#teacher, this.#heldOut);
  }

  async train(id: 'alone' | 'distilled', seed: number): Promise<Trained> {
    const { student, model } = this.#plan;
    return { config: student, model, weights: await trainStudent(this.#task(id, seed)) };
  }

  #task(id: 'alone' | 'distilled', seed: number): StudentTask {
    const { progress, signal } = this.#told;
    const { student, model, config, initial, reading } = this.#plan;
    const { corpora, starts, trained } = this.#source;
    return {
      context: this.#tools.context,
      model,
      config,
      seed,
      teacher: id === 'distilled' ? this.#teacher : null,
      initial,
      widths: { student: student.n_embd, teacher: trained.config.n_embd, blocks: student.n_layer },
      corpora: { train: reading.tokens, validation: corpora.validation },
      starts: reading.starts,
      heldOut: starts,
      signal,
      onStep: (done) => progress.tell(done / config.training.max_steps),
      onEval: (step, loss) => addPoint(progress, id, seed, step, loss),
    };
  }

  async evaluate(id: Exclude<DistillId, 'teacher'>, seed: number, learned: Trained): Promise<void> {
    await this.#evaluate(id, seed, learned);
  }

  /** Evaluated against the teacher; the first seed's stay for the timing. Gives its logits. */
  async #evaluate(id: DistillId, seed: number, trained: Trained): Promise<readonly Float32Array[]> {
    const { context, keeper, tell } = this.#tools;
    const { progress, signal } = this.#told;
    const isFirst = !this.#compared.has(id);
    const before = new Map(context.buffers.bytes);
    const recipe = id === 'distilled_int8' ? recipeForLayers(INT8) : undefined;
    const compared = await ComparedVariant.create(context, await stored(context, trained, recipe));
    if (isFirst) this.#compared.set(id, compared);
    const logits = await compared.logits(this.#heldOut, signal);
    if (signal.aborted) return logits;
    const { quality } = compared.quality(this.#heldOut, logits, this.#reference ?? logits);
    const { config, tokenizer } = this.#source;
    const change: Partial<DistillRow> = isFirst
      ? {
          text: await compared.write(tokenizer, sampleRequest(config), signal),
          cost: compared.cost(before),
        }
      : {};
    evaluated(progress, { seed, quality: quality! }, { id, ...change });
    const keep = keeper();
    if (keep && isFirst && (id === 'alone' || id === 'distilled')) {
      const training = { ...this.#request.distill.training, seed };
      const { text } = this.#request;
      const student = { id, source: this.#source, trained, training, text, ...quality! };
      keepStudent(keep, tell, student);
    }
    if (!isFirst) await compared.destroy();
    return logits;
  }

  async measure(): Promise<void> {
    const { context, watch } = this.#tools;
    const { progress, signal } = this.#told;
    const minRounds = this.#request.minRounds ?? MIN_ROUNDS;
    const plan = speedPlanOf(this.#source, minRounds);
    const contestants = Array.from(this.#compared, ([id, { decoder }]) => ({ id, decoder }));
    const fill = (): void => {
      for (const [id, { variant }] of this.#compared) {
        const options = { reference: 'teacher', hasPrefill: Boolean(variant.model.cache) };
        changeRow(progress, { id, speed: speedFigures(this.#samples, id, plan, options) });
      }
    };
    const run = await measureSpeed(contestants, plan, watch, {
      control: async () => {
        this.#compared.get('teacher')!.decoder.stepProgram.run();
        await context.idle();
      },
      signal,
      onRound: (samples, round) => {
        this.#samples = [...samples];
        fill();
        progress.tell(Math.min(1, (round + 1) / minRounds));
      },
    });
    this.#samples = run.samples;
    fill();
  }

  async destroy(): Promise<void> {
    for (const compared of this.#compared.values()) await compared.destroy();
  }
}
