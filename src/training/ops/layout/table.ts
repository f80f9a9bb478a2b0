// Numbers that the CPU computes once and kernels only read: angles, slopes, buckets. Tables have no
// gradient. Each program brings its own; they are uploaded when the program is compiled.
import { declareTable, wholeView } from '../../../gpu/recorder';
import { leaf, type Shape, type Tensor } from '../../tensor';

export const table = (
  name: string,
  shape: Shape,
  data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>,
): Tensor =>
  leaf(
    name,
    shape,
    data instanceof Float32Array ? 'f32' : 'u32',
    wholeView(declareTable(name, data)),
  );
