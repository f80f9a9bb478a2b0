// Notices a GPU that never answers. Slow is not silent: time counts only while this thread is awake,
// nothing compiles and the page is seen, and the limit grows with what was submitted and with how long
// answers took. What later work has twice passed is lost, on the slowest machine too.

/** Something that the GPU owes an answer to. */
export interface Wait {
  readonly where: string;
  /** Compiling is bounded by itself, and nothing else is counted while it goes on. */
  readonly isCompiling: boolean;
  readonly serial: number;
  readonly work: number;
  readonly fromMs: number;
  /** Counted by ticks. */
  ageMs: number;
  isProbing: boolean;
  /** How often work that was submitted later has been answered before. */
  passes: number;
  /** Since it was. */
  passedMs: number;
}

export interface SilenceSettings {
  /** A CPU that plays a GPU may be busy with anything. */
  readonly isSoftware: boolean;
  /** Resolves when everything submitted before it has run. */
  readonly probe: () => Promise<unknown>;
  readonly onSilent: (wait: Wait) => void;
}

/** A longer gap between two ticks counts no more: a busy or suspended computer, a frozen tab. */
const TICK_MS = 250;
const PROBE_AFTER_MS = 1500;
/** How much later an answer may come than those to later work. */
const PASSED_MS = 1000;
const PASSES = 2;
const QUIET_MS = { hardware: 4000, software: 20_000 };
/** Operations a second that the slowest adapter of its kind does beside other work. */
const SLOWEST_RATE = { hardware: 5e9, software: 2e8 };
/** Drivers may finish compiling when a program first runs. */
const FIRST_QUIET_MS = 30_000;
const COMPILE_QUIET_MS = 180_000;
/** Times the longest of the last answers. */
const SLACK = 8;
const REMEMBERED = 16;

export class SilenceWatch {
  readonly #settings: SilenceSettings;
  readonly #waits = new Set<Wait>();
  readonly #answeredMs: number[] = [];
  #timer: ReturnType<typeof setInterval> | null = null;
  #tickedAt = 0;
  /** Since anything was answered. */
  #quietMs = 0;
  #isHidden = false;
  #serial = 0;
  #work = 0;
  #answered = { serial: 0, work: 0 };
  /** The last submit in which a program ran for the first time. */
  #firstSerial = 0;

  constructor(settings: SilenceSettings) {
    this.#settings = settings;
  }

  /** `work`: operations and bytes of a submit. */
  submitted(work: number, isFirst: boolean): void {
    this.#serial += 1;
    this.#work += work;
    if (isFirst) this.#firstSerial = this.#serial;
  }

  begin(where: string, isCompiling = false): Wait {
    const [serial, work] = [this.#serial, this.#work];
    const wait: Wait = {
      where,
      isCompiling,
      serial,
      work,
      fromMs: performance.now(),
      ageMs: 0,
      isProbing: false,
      passes: 0,
      passedMs: 0,
    };
    if (this.#waits.size === 0) this.#quietMs = 0;
    this.#waits.add(wait);
    if (this.#timer === null) {
      this.#tickedAt = performance.now();
      this.#timer = setInterval(() => this.#tick(), TICK_MS);
    }
    return wait;
  }

  end(wait: Wait): void {
    if (!this.#waits.delete(wait)) return;
    this.#quietMs = 0;
    if (wait.isCompiling) return;
    if (wait.serial >= this.#answered.serial) this.#answered = wait;
    const tookMs = performance.now() - wait.fromMs;
    this.#answeredMs.push(Math.min(tookMs, wait.ageMs + TICK_MS));
    if (this.#answeredMs.length > REMEMBERED) this.#answeredMs.shift();
  }

  /** A page that nobody sees may be slowed down at will. */
  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#waits.clear();
  }

  #tick(): void {
    if (this.#waits.size === 0) return this.stop();
    const now = performance.now();
    const passedMs = Math.min(TICK_MS, now - this.#tickedAt);
    this.#tickedAt = now;
    if (this.#isHidden) return;
    this.#quietMs += passedMs;
    const compiling = [...this.#waits].filter(({ isCompiling }) => isCompiling);
    if (compiling.length > 0) {
      if (this.#quietMs > COMPILE_QUIET_MS) this.#settings.onSilent(compiling[0]!);
      return;
    }
    for (const wait of this.#waits) {
      this.#count(wait, passedMs);
      const isPassed = wait.passes >= PASSES && wait.passedMs >= PASSED_MS;
      if (isPassed || this.#quietMs > this.#quietLimitMs()) return this.#settings.onSilent(wait);
    }
  }

  #count(wait: Wait, passedMs: number): void {
    wait.ageMs += passedMs;
    wait.passedMs += passedMs;
    const isDue = wait.passes === 0 ? wait.ageMs >= PROBE_AFTER_MS : wait.passedMs >= PASSED_MS;
    if (wait.isProbing || !isDue || wait.passes >= PASSES) return;
    wait.isProbing = true;
    this.#settings.probe().then(
      () => {
        wait.isProbing = false;
        wait.passes += 1;
        wait.passedMs = 0;
      },
      () => undefined,
    );
  }

  #quietLimitMs(): number {
    const kind = this.#settings.isSoftware ? 'software' : 'hardware';
    const base = this.#firstSerial > this.#answered.serial ? FIRST_QUIET_MS : QUIET_MS[kind];
    const work = (this.#work - this.#answered.work) / SLOWEST_RATE[kind];
    return base + SLACK * Math.max(0, ...this.#answeredMs) + 1000 * work;
  }
}
