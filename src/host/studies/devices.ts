// The devices of one study: the lab's own, and the other one from when it is asked for to the study's end.
import type { ComputeContext } from '../../gpu/compute';
import type { LabDevice } from '../lab/labDevices';
import type { DeviceKind } from '../protocol/device';

export class StudyDevices {
  readonly own: DeviceKind;
  readonly #context: ComputeContext;
  readonly #openBeside: (kind: DeviceKind) => Promise<LabDevice>;
  #beside: Promise<ComputeContext> | null = null;
  #isHidden = false;

  constructor(
    { kind, context }: Pick<LabDevice, 'kind' | 'context'>,
    openBeside: (kind: DeviceKind) => Promise<LabDevice>,
  ) {
    this.own = kind;
    this.#context = context;
    this.#openBeside = openBeside;
  }

  /** @throws DeviceError where there is none of this kind */
  open(kind: DeviceKind): Promise<ComputeContext> {
    if (kind === this.own) return Promise.resolve(this.#context);
    this.#beside ??= this.#opened(kind);
    return this.#beside;
  }

  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    void this.#withBeside((context) => context.faults.setHidden(isHidden));
  }

  /** The lab's own stays. */
  close(): Promise<void> {
    return this.#withBeside((context) => context.destroy());
  }

  async #opened(kind: DeviceKind): Promise<ComputeContext> {
    const { context } = await this.#openBeside(kind);
    context.faults.setHidden(this.#isHidden);
    return context;
  }

  async #withBeside(use: (context: ComputeContext) => void): Promise<void> {
    const context = await this.#beside?.catch(() => null);
    if (context) use(context);
  }
}
