// Collects the dispatches of one program. Needs no device: a recorded program can be planned,
// counted and priced before anything is allocated.
import { alignBytes } from './buffers';
import type {
  BufferView,
  Dispatch,
  DispatchSink,
  KernelLimits,
  MemoryKind,
  VirtualBuffer,
} from './dispatch';
import { BenchtopError, tooLarge } from './errors';

let nextBufferId = 1;

/** Declares a buffer; `persistent` ones keep their contents and are shared by programs. */
export function declareBuffer(
  label: string,
  sizeBytes: number,
  kind: MemoryKind,
  persistent = false,
): VirtualBuffer {
  return { id: nextBufferId++, label, sizeBytes, kind, persistent };
}

/** A buffer that is filled once and only read: tables that the CPU computes better. */
export const declareTable = (
  label: string,
  contents: ArrayBufferView<ArrayBuffer>,
): VirtualBuffer => ({
  ...declareBuffer(label, contents.byteLength, 'data', true),
  contents,
});

export const wholeView = (buffer: VirtualBuffer): BufferView => ({
  buffer,
  offsetBytes: 0,
  sizeBytes: buffer.sizeBytes,
});

export class Recorder implements DispatchSink {
  readonly limits: KernelLimits;
  readonly dispatches: Dispatch[] = [];

  constructor(limits: KernelLimits) {
    this.limits = limits;
  }

  dispatch(dispatch: Dispatch): void {
    checkBindings(dispatch);
    checkSizes(dispatch, this.limits);
    this.dispatches.push(dispatch);
  }

  scratch(label: string, sizeBytes: number): BufferView {
    return this.temporary(label, sizeBytes, 'workspace');
  }

  /** A buffer that lives from its first write to its last read in the step. */
  temporary(label: string, sizeBytes: number, kind: MemoryKind): BufferView {
    return wholeView(declareBuffer(label, alignBytes(sizeBytes, 16), kind));
  }
}

/** Fact 1: one buffer bound both read and written in one dispatch is invalid, even at other offsets. */
function checkBindings({ label, bindings }: Dispatch): void {
  const read = new Set<VirtualBuffer>();
  const written = new Set<VirtualBuffer>();
  for (const { view, access } of bindings) {
    if (view.offsetBytes % 256 !== 0) {
      throw new BenchtopError(
        'unaligned_view',
        `${label}: ${view.buffer.label} starts at ${view.offsetBytes}.`,
      );
    }
    (access === 'read' ? read : written).add(view.buffer);
  }
  for (const buffer of written) {
    if (read.has(buffer)) {
      throw new BenchtopError('aliased_binding', `${label} both reads and writes ${buffer.label}.`);
    }
  }
}

/** Launchers cut what they can; what is still too large is refused before anything is allocated. */
function checkSizes({ label, bindings }: Dispatch, { maxBindingBytes }: KernelLimits): void {
  for (const { view } of bindings) {
    const { buffer, offsetBytes, sizeBytes } = view;
    if (sizeBytes > maxBindingBytes) throw tooLarge(buffer.label, sizeBytes, maxBindingBytes);
    const cut = buffer.cutsBytes?.find((at) => at > offsetBytes && at < offsetBytes + sizeBytes);
    if (cut !== undefined) {
      throw new BenchtopError('cut_binding', `${label}: ${buffer.label} is cut at ${cut}.`);
    }
  }
}
