// What a sweep has found so far, and how far it is.
import type {
  CalibrationRow,
  PruneScope,
  Sensitivity,
  SweepPoint,
  SweepResult,
  SweepUpdate,
} from './sweepResult';

const TELL_EVERY_MS = 200;
/** Shares of the whole that the stages take, about. */
const PARTS = { sweep: 0.3, recovery: 0.45, sensitivity: 0.15, calibration: 0.1 } as const;
type Stage = keyof typeof PARTS;

export class SweepProgress {
  readonly #facts: Pick<SweepResult, 'windows' | 'recoverySteps'>;
  readonly #onUpdate: (update: SweepUpdate) => void;
  readonly #points: SweepPoint[] = [];
  readonly #sensitivity: Sensitivity[] = [];
  readonly #calibration: CalibrationRow[] = [];
  #toldMs = 0;

  constructor(
    facts: Pick<SweepResult, 'windows' | 'recoverySteps'>,
    onUpdate: (update: SweepUpdate) => void,
  ) {
    this.#facts = facts;
    this.#onUpdate = onUpdate;
  }

  get denseLoss(): number | null {
    return this.#points.find(({ amount }) => amount === 0)?.loss ?? null;
  }

  point(point: SweepPoint, share: number): void {
    this.#points.push(point);
    this.#tell('sweep', share);
  }

  timed(scope: PruneScope, rates: ReadonlyMap<number, number>): void {
    this.#points.forEach((one, at) => {
      const decodeTps = rates.get(one.amount);
      if (one.scope === scope && decodeTps) this.#points[at] = { ...one, decodeTps };
    });
  }

  recovering(share: number): void {
    if (performance.now() - this.#toldMs > TELL_EVERY_MS) this.#tell('recovery', share);
  }

  recovered(scope: PruneScope, amount: number, recoveredLoss: number): void {
    const at = this.#points.findIndex((one) => one.scope === scope && one.amount === amount);
    if (at >= 0) this.#points[at] = { ...this.#points[at]!, recoveredLoss };
  }

  sensed(row: Sensitivity, share: number): void {
    this.#sensitivity.push(row);
    this.#tell('sensitivity', share);
  }

  calibrated(row: CalibrationRow, share: number): void {
    this.#calibration.push(row);
    this.#tell('calibration', share);
  }

  end(isStopped: boolean): SweepResult {
    const result = this.#result();
    this.#onUpdate({ stage: isStopped ? 'stopped' : 'done', share: 1, result });
    return result;
  }

  #result(): SweepResult {
    return {
      ...this.#facts,
      denseLoss: this.denseLoss,
      points: [...this.#points],
      sensitivity: [...this.#sensitivity],
      calibration: [...this.#calibration],
    };
  }

  #tell(stage: Stage, share: number): void {
    this.#toldMs = performance.now();
    const stages = Object.keys(PARTS) as Stage[];
    const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, one) => sum + PARTS[one], 0);
    const result = this.#result();
    this.#onUpdate({ stage, share: before + PARTS[stage] * share, result });
  }
}
