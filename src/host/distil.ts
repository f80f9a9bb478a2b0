// A distillation and its honest control: for each seed the same student with the same start, text and
// steps, once alone and once taught; then the taught one in INT8; then all of them timed in turn.
import type { GpuContext } from '../gpu/replay';
import { measureSpeed, speedFigures, type SpeedSample } from '../training/evaluate/speed';
import { DistilProgress } from './distilProgress';
import { heldOutOf, speedPlanOf, type Comparable } from './compareSetup';
import { ComparedVariant, type HeldOut } from './compareVariant';
import type { CompareWatch } from './compareWatch';
import type {
  DistilId,
  DistilRequest,
  DistilResult,
  DistilRow,
  DistilUpdate,
} from './distilResult';
import type { Student } from './distilKept';
import { describeDistil, prepareDistil, type DistilPlan } from './distilPlan';
import { trainStudent } from './distilStudent';
import { makeTeacher, type Teacher } from './distilTeacher';
import { toErrorData } from './labError';
import { stored, type Trained } from './variants';
import type { Weights } from './variantsRecovery';
import { recipeForLayers } from '../training/compress/compressedWeights';

/** Opens or trains the teacher. */
export type FindTeacher = (told: {
  readonly onEval: (step: number, loss: number) => void;
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}) => Promise<Comparable>;

const INT8 = { kind: 'int8', scales: 'channel', activations: 'float' } as const;
const MIN_ROUNDS = 10;
const MOST_TEXT = 96;

export class Distillation {
  readonly #context: GpuContext;
  readonly #request: DistilRequest;
  readonly #watch: CompareWatch;
  readonly #find: FindTeacher;
  readonly #keep: (student: Student) => void;
  readonly #progress: DistilProgress;
  readonly #abort = new AbortController();
  readonly #compared = new Map<DistilId, ComparedVariant>();
  #samples: readonly SpeedSample[] = [];

  constructor(
    context: GpuContext,
    request: DistilRequest,
    find: FindTeacher,
    watch: CompareWatch,
    onUpdate: (update: DistilUpdate) => void,
    keep: (student: Student) => void,
  ) {
    this.#context = context;
    this.#request = request;
    this.#find = find;
    this.#keep = keep;
    this.#watch = watch;
    this.#progress = new DistilProgress(request, onUpdate);
  }

  stop(): void {
    this.#abort.abort();
  }

  async run(): Promise<DistilResult> {
    const { signal } = this.#abort;
    const progress = this.#progress;
    try {
      const source = await this.#find({
        onEval: (step, loss) => progress.point('teacher', 0, step, loss),
        onProgress: (share) => progress.tell(share),
        signal,
      });
      const plan = await prepareDistil(this.#context, source, this.#request, {
        onWriting: (share) => {
          if (share === 0) progress.enter('writing');
          else progress.tell(share);
        },
        signal,
      });
      await this.#judgeAll(source, plan);
      if (!signal.aborted) await this.#measure(source);
      return progress.end(signal.aborted);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
      return progress.end(true);
    } finally {
      for (const compared of this.#compared.values()) await compared.destroy();
    }
  }

  async #judgeAll(source: Comparable, plan: DistilPlan): Promise<void> {
    const { signal } = this.#abort;
    const heldOut = heldOutOf(source);
    const reference = await this.#judge('teacher', 0, source, source.trained, heldOut, null);
    const progress = this.#progress;
    progress.enter('asking');
    const teacher = await makeTeacher(this.#context, source.trained, plan.reading, plan.config, {
      onProgress: (share) => progress.tell(share),
      signal,
    });
    progress.describe(describeDistil(this.#context, source, plan, teacher, heldOut));
    for (const seed of plan.config.seeds) {
      for (const id of ['alone', 'distilled'] as const) {
        if (signal.aborted) return;
        const trained = await this.#train(id, seed, plan, teacher, source);
        if (signal.aborted) return;
        await this.#judge(id, seed, source, trained, heldOut, reference);
        if (id === 'distilled') {
          progress.enter('int8', { id: 'distilled_int8', seed });
          await this.#judge('distilled_int8', seed, source, trained, heldOut, reference);
        }
      }
    }
  }

  async #train(
    id: 'alone' | 'distilled',
    seed: number,
    plan: DistilPlan,
    teacher: Teacher,
    source: Comparable,
  ): Promise<Trained> {
    const progress = this.#progress;
    const { student, model, config, initial, reading } = plan;
    progress.enter('students', { id, seed });
    const weights: Weights = await trainStudent({
      context: this.#context,
      model,
      config,
      seed,
      teacher: id === 'distilled' ? teacher : null,
      initial,
      widths: {
        student: student.n_embd,
        teacher: source.trained.config.n_embd,
        blocks: student.n_layer,
      },
      corpora: { train: reading.tokens, validation: source.corpora.validation },
      starts: reading.starts,
      heldOut: source.starts,
      signal: this.#abort.signal,
      onStep: (done) => progress.tell(done / config.training.max_steps),
      onEval: (step, loss) => progress.point(id, seed, step, loss),
    });
    progress.studentDone();
    return { config: student, model, weights };
  }

  /** Judged against the teacher; the first seed's stay for the timing. Gives its logits. */
  async #judge(
    id: DistilId,
    seed: number,
    source: Comparable,
    trained: Trained,
    heldOut: HeldOut,
    reference: readonly Float32Array[] | null,
  ): Promise<readonly Float32Array[]> {
    const isFirst = !this.#compared.has(id);
    const before = new Map(this.#context.buffers.bytes);
    const recipe = id === 'distilled_int8' ? recipeForLayers(INT8) : undefined;
    const { signal } = this.#abort;
    try {
      const variant = await stored(this.#context, trained, recipe);
      const compared = await ComparedVariant.create(this.#context, variant);
      if (isFirst) this.#compared.set(id, compared);
      const logits = await compared.logits(heldOut, signal);
      if (signal.aborted) return logits;
      const { quality } = compared.quality(heldOut, logits, reference ?? logits);
      const change: Partial<DistilRow> = isFirst
        ? { text: await this.#write(compared, source), cost: compared.cost(before) }
        : {};
      this.#progress.judged(id, { seed, quality: quality! }, change);
      if (isFirst && (id === 'alone' || id === 'distilled')) {
        const training = this.#request.distil.training;
        this.#keep({ id, source, trained, training: { ...training, seed }, ...quality! });
      }
      if (!isFirst) await compared.destroy();
      return logits;
    } catch (thrown) {
      // Without a teacher there is nothing to hold anything against.
      if (id !== 'distilled_int8') throw thrown;
      this.#progress.change(id, { error: toErrorData(thrown) });
      return [];
    }
  }

  #write(compared: ComparedVariant, { config, tokenizer }: Comparable): Promise<string> {
    const { prompt, temperature, top_k: topK, max_new_tokens } = config.sample;
    const maxNewTokens = Math.min(MOST_TEXT, max_new_tokens);
    const request = { prompt, maxNewTokens, temperature, topK, seed: config.training.seed };
    return compared.write(tokenizer, request, this.#abort.signal);
  }

  async #measure(source: Comparable): Promise<void> {
    const progress = this.#progress;
    progress.enter('speed');
    const minRounds = this.#request.minRounds ?? MIN_ROUNDS;
    // Teacher and student may have windows of different length; all read the shorter one's prompt.
    const plan = speedPlanOf(source, minRounds);
    const contestants = Array.from(this.#compared, ([id, { decoder }]) => ({ id, decoder }));
    const fill = (): void => {
      for (const [id, { variant }] of this.#compared) {
        const options = { reference: 'teacher', hasPrefill: Boolean(variant.model.cache) };
        progress.change(id, { speed: speedFigures(this.#samples, id, plan, options) });
      }
    };
    const run = await measureSpeed(contestants, plan, this.#watch, {
      control: async () => {
        this.#compared.get('teacher')!.decoder.stepProgram.run();
        await this.#context.idle();
      },
      signal: this.#abort.signal,
      onRound: (samples, round) => {
        this.#samples = [...samples];
        fill();
        progress.tell(Math.min(1, (round + 1) / minRounds));
      },
    });
    this.#samples = run.samples;
    fill();
  }
}
