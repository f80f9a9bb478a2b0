// Errors that keep their `code` and `fields` across the Worker, so that the page can translate them:
// comlink alone keeps name, message and stack. And callbacks that need no `proxy()` around them.
import { transferHandlers, type TransferHandler } from 'comlink';
import type { LabErrorData } from '../protocol/error';

export class LabError extends Error implements LabErrorData {
  override readonly name = 'LabError';
  readonly code: string;
  readonly fields: Record<string, string | number>;

  constructor(data: LabErrorData) {
    super(data.message);
    this.code = data.code;
    this.fields = data.fields;
  }
}

/** Whatever was thrown, as data; `unexpected` where it is no error of ours. */
export function toErrorData(thrown: unknown): LabErrorData {
  if (typeof thrown === 'object' && thrown !== null) {
    const { code, message, fields } = thrown as Partial<LabErrorData>;
    if (typeof code === 'string') return { code, message: message ?? code, fields: { ...fields } };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', message, fields: {} };
}

interface Thrown {
  value: unknown;
}

/** Both ends call this once, before they talk: errors keep their codes, and callbacks are proxied. */
export function prepareWire(): void {
  const plain = transferHandlers.get('throw') as TransferHandler<Thrown, unknown>;
  transferHandlers.set('throw', {
    canHandle: (value) => plain.canHandle(value),
    serialize: (thrown) => [toErrorData((thrown as Thrown).value), []],
    deserialize: (data) => {
      throw new LabError(data as LabErrorData);
    },
  });
  const proxied = transferHandlers.get('proxy') as TransferHandler<object, MessagePort>;
  transferHandlers.set('function', {
    ...proxied,
    canHandle: (value): value is object => typeof value === 'function',
  });
}

/** Throws become rejections. */
export const attempt = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));
