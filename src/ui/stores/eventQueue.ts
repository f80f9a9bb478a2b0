// Events wait here and are applied together, at most ten times a second and once a frame: a fast GPU
// sends far more of them than a person can see. A hidden tab has no frames, so a timer stands in.
const EVERY_MS = 100;
const LATEST_MS = 500;

export class EventQueue<Event> {
  private waiting: Event[] = [];
  private scheduled = false;
  private last = -Infinity;
  private readonly apply: (events: readonly Event[]) => void;

  constructor(apply: (events: readonly Event[]) => void) {
    this.apply = apply;
  }

  push(event: Event): void {
    this.waiting.push(event);
    if (this.scheduled) return;
    this.scheduled = true;
    const wait = Math.max(0, this.last + EVERY_MS - performance.now());
    setTimeout(() => {
      if (typeof document === 'undefined' || document.hidden) return this.flush();
      requestAnimationFrame(() => this.flush());
      // The tab may be hidden before that frame comes.
      setTimeout(() => this.flush(), LATEST_MS);
    }, wait);
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    this.scheduled = false;
    this.last = performance.now();
    const events = this.waiting;
    this.waiting = [];
    this.apply(events);
  }
}
