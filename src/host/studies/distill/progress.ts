// What a distillation has found so far, and how far it is.
import type {
  DistillCurve,
  DistillId,
  DistillMethod,
  DistillRequest,
  DistillResult,
  DistillRow,
  DistillStage,
  DistillUpdate,
  SeedQuality,
} from '../../protocol/distill';
import { StudyMeter } from '../studyMeter';

/** About how long each stage takes, a student's training being 1. */
const WEIGHTS = { teacher: 4, writing: 0.5, asking: 0.3, students: 1, speed: 0.7 } as const;
type Weighed = keyof typeof WEIGHTS;

export class DistillProgress {
  readonly #onUpdate: (update: DistillUpdate) => void;
  readonly #meter: StudyMeter<Weighed>;
  readonly #rows = new Map<DistillId, DistillRow>();
  readonly #curves: DistillCurve[] = [];
  #method: DistillMethod | null = null;
  #stage: DistillStage = 'teacher';
  #weighed: Weighed = 'teacher';
  #current: DistillUpdate['current'] = null;

  constructor({ teacher, distill }: DistillRequest, onUpdate: (update: DistillUpdate) => void) {
    this.#onUpdate = onUpdate;
    const pieces: Record<Weighed, number> = {
      // One that exists is opened, not trained.
      teacher: teacher ? 0 : 1,
      writing: distill.source === 'generated' ? 1 : 0,
      asking: 1,
      students: 2 * distill.seeds.length,
      speed: 1,
    };
    const stages = Object.keys(WEIGHTS) as Weighed[];
    this.#meter = new StudyMeter(
      stages.map((stage) => ({ stage, weight: WEIGHTS[stage], pieces: pieces[stage] })),
    );
  }

  enter(stage: DistillStage, current: DistillUpdate['current'] = null): void {
    this.#stage = stage;
    // INT8 is made between two students.
    if (stage in WEIGHTS) this.#weighed = stage as Weighed;
    this.#current = current;
    this.#tell(0);
  }

  /** A student has learnt all it will. */
  studentDone(): void {
    this.#meter.finish('students');
    this.#tell(0);
  }

  /** `share` of what is at hand. */
  tell(share: number): void {
    if (!this.#meter.isEarly) this.#tell(share);
  }

  describe(method: DistillMethod): void {
    this.#method = method;
  }

  point(id: DistillCurve['id'], seed: number, step: number, loss: number): void {
    const at = this.#curves.findIndex((curve) => curve.id === id && curve.seed === seed);
    const points = [...(this.#curves[at]?.points ?? []), { step, loss }];
    if (at < 0) this.#curves.push({ id, seed, points });
    else this.#curves[at] = { id, seed, points };
  }

  judged(id: DistillId, one: SeedQuality, change: Partial<DistillRow>): void {
    this.change(id, { ...change, seeds: [...(this.#rows.get(id)?.seeds ?? []), one] });
  }

  change(id: DistillId, change: Partial<DistillRow>): void {
    this.#rows.set(id, { ...EMPTY_ROW, id, ...this.#rows.get(id), ...change });
  }

  end(isStopped: boolean): DistillResult {
    this.enter(isStopped ? 'stopped' : 'done');
    return this.#result();
  }

  #result(): DistillResult {
    return { method: this.#method, rows: [...this.#rows.values()], curves: [...this.#curves] };
  }

  #tell(part: number): void {
    const isOver = this.#stage === 'done' || this.#stage === 'stopped';
    this.#onUpdate({
      stage: this.#stage,
      current: this.#current,
      ...(isOver ? this.#meter.over() : this.#meter.at(this.#weighed, part)),
      result: this.#result(),
    });
  }
}

const EMPTY_ROW = {
  honesty: 'executed',
  seeds: [],
  cost: null,
  speed: null,
  rates: null,
  text: null,
  error: null,
} as const;
