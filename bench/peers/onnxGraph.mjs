// ONNX models written as they are read: nodes in order, weights inside.
import { onnx } from 'onnx-proto';

export const TYPES = { float32: 1, uint8: 2, int64: 7 };
const OPSETS = [
  { domain: '', version: 20 },
  { domain: 'com.microsoft', version: 1 },
];

/** Sizes that are not known beforehand have a name. */
const infoOf = (name, elemType, dims) => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: {
        dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })),
      },
    },
  },
});

const attributeOf = ([name, value]) => {
  if (Array.isArray(value)) return { name, type: 7, ints: value };
  if (typeof value === 'string') return { name, type: 3, s: new TextEncoder().encode(value) };
  return Number.isInteger(value) ? { name, type: 2, i: value } : { name, type: 1, f: value };
};

export class OnnxGraph {
  #parts = { name: 'bench', node: [], input: [], output: [], initializer: [] };
  #count = 0;

  input(name, dims, type = 'float32') {
    this.#parts.input.push(infoOf(name, TYPES[type], dims));
    return name;
  }

  output(name, dims, type = 'float32') {
    this.#parts.output.push(infoOf(name, TYPES[type], dims));
  }

  /** A weight, or a constant that an op wants as an input. */
  constant(data, dims, type = 'float32') {
    const name = `constant${this.#count++}`;
    const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#parts.initializer.push({ name, dims, dataType: TYPES[type], rawData });
    return name;
  }

  integers(...values) {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], 'int64');
  }

  /** Names of the results: `outputs` says how many, or what they are called. */
  nodes(opType, input, attributes = {}, outputs = 1) {
    const output = Array.isArray(outputs)
      ? outputs
      : Array.from({ length: outputs }, () => `value${this.#count++}`);
    const domain = opType.startsWith('MatMulN') ? 'com.microsoft' : '';
    const attribute = Object.entries(attributes).map(attributeOf);
    this.#parts.node.push({ opType, domain, input, output, attribute });
    return output;
  }

  node(opType, input, attributes = {}, output) {
    return this.nodes(opType, input, attributes, output === undefined ? 1 : [output])[0];
  }

  transpose(x, perm) {
    return this.node('Transpose', [x], { perm });
  }

  bytes() {
    const { ModelProto } = onnx;
    return ModelProto.encode(
      ModelProto.create({ irVersion: 9, opsetImport: OPSETS, graph: this.#parts }),
    ).finish();
  }
}
