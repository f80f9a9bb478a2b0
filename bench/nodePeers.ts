// What libraries for the browser expect and a module in Node 20 lacks: navigator.gpu, `require`
// and `__dirname` (TensorFlow.js asks for them once it sees Node), iterator helpers (jax-js), and uploads from shared
// memory (ONNX Runtime's WebAssembly heap), which Dawn for Node refuses.
import { createRequire } from 'node:module';

export function prepareNode(gpu: GPU): void {
  const navigator = { gpu, userAgent: 'node', platform: process.platform, hardwareConcurrency: 2 };
  Object.defineProperty(globalThis, 'navigator', {
    value: navigator,
    configurable: true,
    writable: true,
  });
  const global = globalThis as unknown as Record<string, unknown>;
  global.self ??= globalThis;
  // Memory may be shared between threads here.
  global.crossOriginIsolated ??= true;
  global.__dirname ??= import.meta.dirname;
  global.require ??= createRequire(import.meta.url);
  addIteratorHelpers();
  copySharedUploads();
}

type Visit = (value: unknown, index: number) => unknown;

function addIteratorHelpers(): void {
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object;
  const helpers: Record<string, (this: Iterable<unknown>, visit: Visit) => unknown> = {
    *map(visit) {
      let index = 0;
      for (const value of this) yield visit(value, index++);
    },
    *filter(visit) {
      let index = 0;
      for (const value of this) if (visit(value, index++)) yield value;
    },
    *flatMap(visit) {
      let index = 0;
      for (const value of this) yield* visit(value, index++) as Iterable<unknown>;
    },
    *take(count) {
      let left = Number(count);
      if (left <= 0) return;
      for (const value of this) {
        yield value;
        if (--left === 0) return;
      }
    },
    *drop(count) {
      let left = Number(count);
      for (const value of this) if (--left < 0) yield value;
    },
    toArray() {
      return [...this];
    },
    forEach(visit) {
      let index = 0;
      for (const value of this) visit(value, index++);
    },
    some(visit) {
      return [...this].some(visit);
    },
    every(visit) {
      return [...this].every(visit);
    },
    find(visit) {
      return [...this].find(visit);
    },
    reduce(...args: unknown[]) {
      return [...this].reduce(...(args as [never, never]));
    },
  };
  for (const [name, value] of Object.entries(helpers)) {
    if (name in iterator) continue;
    Object.defineProperty(iterator, name, { value, configurable: true, writable: true });
  }
}

type Upload = Parameters<GPUQueue['writeBuffer']>;

function copySharedUploads(): void {
  const prototype: { writeBuffer: (this: GPUQueue, ...args: Upload) => undefined } =
    GPUQueue.prototype;
  const original = prototype.writeBuffer;
  prototype.writeBuffer = function (buffer, offset, data, dataOffset = 0, size) {
    const view = ArrayBuffer.isView(data) ? data : new Uint8Array(data as ArrayBuffer);
    if (!(view.buffer instanceof SharedArrayBuffer)) {
      const rest: [number, number?] = size === undefined ? [dataOffset] : [dataOffset, size];
      return original.call(this, buffer, offset, data as BufferSource, ...rest);
    }
    // Offset and size count elements of a typed array.
    const { BYTES_PER_ELEMENT: element = 1 } = view as Partial<Uint8Array>;
    const from = view.byteOffset + dataOffset * element;
    const bytes = size === undefined ? view.byteLength - dataOffset * element : size * element;
    const copy = new Uint8Array(bytes);
    copy.set(new Uint8Array(view.buffer, from, bytes));
    return original.call(this, buffer, offset, copy);
  };
}
