// What a pruning study has found so far, and how far it is.
import { StudyMeter } from '../studyMeter';
import type {
  CalibrationRow,
  PruneScope,
  Sensitivity,
  PruningPoint,
  PruningResult,
  PruningUpdate,
} from '../../protocol/pruning';

const STAGES = [
  { stage: 'pruning', weight: 0.3 },
  { stage: 'recovery', weight: 0.45 },
  { stage: 'sensitivity', weight: 0.15 },
  { stage: 'calibration', weight: 0.1 },
] as const;
type Stage = (typeof STAGES)[number]['stage'];

export class PruningProgress {
  readonly #facts: Pick<PruningResult, 'windows' | 'recoverySteps'>;
  readonly #onUpdate: (update: PruningUpdate) => void;
  readonly #points: PruningPoint[] = [];
  readonly #sensitivity: Sensitivity[] = [];
  readonly #calibration: CalibrationRow[] = [];
  readonly #meter = new StudyMeter<Stage>(STAGES);

  constructor(
    facts: Pick<PruningResult, 'windows' | 'recoverySteps'>,
    onUpdate: (update: PruningUpdate) => void,
  ) {
    this.#facts = facts;
    this.#onUpdate = onUpdate;
  }

  get denseLoss(): number | null {
    return this.#points.find(({ amount }) => amount === 0)?.loss ?? null;
  }

  point(point: PruningPoint, share: number): void {
    this.#points.push(point);
    this.#tell('pruning', share);
  }

  timed(scope: PruneScope, rates: ReadonlyMap<number, number>): void {
    this.#points.forEach((one, at) => {
      const decodeTps = rates.get(one.amount);
      if (one.scope === scope && decodeTps) this.#points[at] = { ...one, decodeTps };
    });
  }

  recovering(share: number): void {
    if (!this.#meter.isEarly) this.#tell('recovery', share);
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

  end(isStopped: boolean): PruningResult {
    const result = this.#result();
    this.#onUpdate({ stage: isStopped ? 'stopped' : 'done', ...this.#meter.over(), result });
    return result;
  }

  #result(): PruningResult {
    return {
      ...this.#facts,
      denseLoss: this.denseLoss,
      points: [...this.#points],
      sensitivity: [...this.#sensitivity],
      calibration: [...this.#calibration],
    };
  }

  #tell(stage: Stage, share: number): void {
    this.#onUpdate({ stage, ...this.#meter.at(stage, share), result: this.#result() });
  }
}
