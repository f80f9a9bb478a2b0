// What a comparison has found so far and how far it is; tells after every piece, and now and then within.
import type { SpeedSample } from '../../../training/evaluate/speed';
import type {
  CompareMethod,
  CompareResult,
  CompareStage,
  CompareUpdate,
  VariantRow,
} from '../../protocol/compare';
import type { Named } from '../compress/name';
import { isTraining, type VariantSpec } from '../compress/spec';

const PROGRESS_EVERY_MS = 250;
/** A recovery takes about as long as this many variants without one. */
const RECOVERY_WEIGHT = 4;
const SPEED_WEIGHT = 8;
const TOGETHER_WEIGHT = 1;

/** Of making and judging one. */
const weightOf = ({ stages }: VariantSpec): number =>
  1 + (RECOVERY_WEIGHT - 1) * stages.filter(isTraining).length;

export class CompareProgress {
  readonly #specs: readonly VariantSpec[];
  readonly #onUpdate: (update: CompareUpdate) => void;
  readonly #startedMs = performance.now();
  readonly #rows = new Map<string, VariantRow>();
  readonly #total: number;
  #method: CompareMethod;
  #samples: readonly SpeedSample[] = [];
  #harnessShare: number | null = null;
  #stage: CompareStage = 'variants';
  #current: Named | null = null;
  #doneWeight = 0;
  #weight = 0;
  #toldMs = 0;

  constructor(
    specs: readonly VariantSpec[],
    method: CompareMethod,
    onUpdate: (update: CompareUpdate) => void,
  ) {
    this.#specs = specs;
    this.#method = method;
    this.#onUpdate = onUpdate;
    const together = method.texts.length > 0 ? TOGETHER_WEIGHT * specs.length : 0;
    this.#total = specs.reduce((sum, spec) => sum + weightOf(spec), SPEED_WEIGHT + together);
  }

  get rows(): ReadonlyMap<string, VariantRow> {
    return this.#rows;
  }

  get result(): CompareResult {
    const rows = this.#specs.flatMap(({ id }) => this.#rows.get(id) ?? []);
    const [samples, harnessShare] = [this.#samples, this.#harnessShare];
    return { method: this.#method, rows, samples, harnessShare };
  }

  makes(spec: VariantSpec, name: Named): void {
    this.#begin('variants', name, weightOf(spec));
  }

  times(): void {
    this.#begin('speed', null, SPEED_WEIGHT);
  }

  timesTogether(name: Named): void {
    this.#begin('together', name, TOGETHER_WEIGHT);
  }

  ends(stage: 'done' | 'stopped'): void {
    this.#begin(stage, null, 0);
  }

  describe(change: Partial<CompareMethod>): void {
    this.#method = { ...this.#method, ...change };
  }

  add(row: VariantRow): void {
    this.#rows.set(row.id, row);
  }

  change(id: string, change: Partial<VariantRow>): void {
    const row = this.#rows.get(id);
    if (row) this.#rows.set(id, { ...row, ...change });
  }

  sampled(samples: readonly SpeedSample[], harnessShare: number | null = null): void {
    this.#samples = samples;
    this.#harnessShare = harnessShare;
  }

  /** `part`: of the present piece. */
  tell(part: number, isNews = false): void {
    if (!isNews && performance.now() - this.#toldMs < PROGRESS_EVERY_MS) return;
    this.#toldMs = performance.now();
    const isOver = this.#stage === 'done' || this.#stage === 'stopped';
    const share = isOver ? 1 : Math.min(1, (this.#doneWeight + this.#weight * part) / this.#total);
    const elapsedMs = this.#toldMs - this.#startedMs;
    this.#onUpdate({
      stage: this.#stage,
      variant: this.#current,
      share,
      elapsedMs,
      remainingMs: isOver ? 0 : (elapsedMs * (1 - share)) / share,
      result: this.result,
    });
  }

  /** The piece before is over. */
  #begin(stage: CompareStage, current: Named | null, weight: number): void {
    this.#doneWeight += this.#weight;
    this.#weight = weight;
    this.#stage = stage;
    this.#current = current;
    this.tell(0, true);
  }
}
