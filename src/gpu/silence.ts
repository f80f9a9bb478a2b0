// Notices a GPU that never answers. Slow is not silent: time counts only while this thread is awake,
// nothing compiles and the page is seen, and the limit grows with what was submitted and with how long
// answers took. What was passed by later work is silent whatever the machine.

/** Something that the GPU owes an answer to. */
export interface Wait {
  readonly where: string;
  /** Compiling is bounded by itself, and nothing else is counted while it goes on. */
  readonly isCompiling: boolean;
  readonly serial: number;
  readonly work: number;
  ageMs: number;
  isProbed: boolean;
  /** Since later work has been answered; null before. */
  passedMs: number | null;
}

export interface SilenceSettings {
  /** Operations a second that the slowest adapter of its kind does beside other work. */
  readonly slowestRate: number;
  /** Resolves when everything submitted before it has run. */
  readonly probe: () => Promise<unknown>;
  readonly onSilent: (wait: Wait) => void;
}

const TICK_MS = 250;
/** A longer gap between two ticks is a thread that slept: a suspended computer, a frozen tab. */
const LONGEST_TICK_MS = 2 * TICK_MS;
const PROBE_AFTER_MS = 1500;
/** How much later an answer may come than that to later work. */
const PASSED_MS = 2000;
const QUIET_MS = 4000;
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
      ageMs: 0,
      isProbed: false,
      passedMs: null,
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
    this.#answeredMs.push(wait.ageMs);
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
    const passedMs = Math.min(LONGEST_TICK_MS, now - this.#tickedAt);
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
      const isPassed = wait.passedMs !== null && wait.passedMs > PASSED_MS;
      if (isPassed || this.#quietMs > this.#quietLimitMs()) return this.#settings.onSilent(wait);
    }
  }

  #count(wait: Wait, passedMs: number): void {
    wait.ageMs += passedMs;
    if (wait.passedMs !== null) wait.passedMs += passedMs;
    if (wait.isProbed || wait.ageMs < PROBE_AFTER_MS) return;
    wait.isProbed = true;
    this.#settings.probe().then(
      () => (wait.passedMs ??= 0),
      () => undefined,
    );
  }

  #quietLimitMs(): number {
    const base = this.#firstSerial > this.#answered.serial ? FIRST_QUIET_MS : QUIET_MS;
    const work = (this.#work - this.#answered.work) / this.#settings.slowestRate;
    return base + SLACK * Math.max(0, ...this.#answeredMs) + 1000 * work;
  }
}
