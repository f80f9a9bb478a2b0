// A student's softened distribution against a teacher's, row by row, and its gradient: neither
// distribution is ever stored. The teacher comes whole or as its greatest logits with their columns.
import backwardCode from '../../shaders/distillation_backward.wgsl';
import forwardCode from '../../shaders/distillation_forward.wgsl';
import rowReduceLib from '../../shaders/lib/row_reduce.wgsl';
import { f32, foldGrid, type BufferView, type DispatchSink } from '../dispatch';
import { elementsOf, read, requireRoom, rowRanges, rowTile, write } from './shapes';

interface Shared {
  /** [rows, vocab]. */
  readonly student: BufferView;
  /** [rows, vocab], or [rows, topK] beside `ids`. */
  readonly teacher: BufferView;
  /** u32 [rows, topK]: the columns of the teacher's logits. */
  readonly ids?: BufferView | undefined;
  /** [rows, 2], log-sum-exp of the student and of the teacher at the temperature. */
  readonly lse: BufferView;
  readonly rows: number;
  readonly vocab: number;
  /** 0: the teacher is whole. */
  readonly topK: number;
  readonly temperature: number;
}

export interface DistillationForward extends Shared {
  readonly kind: 'kl' | 'cross_entropy';
  /** [rows]. */
  readonly losses: BufferView;
}

const roomOf = ({ student, teacher, ids, lse, rows, vocab, topK }: Shared) => ({
  student: [student, rows * vocab] as const,
  teacher: [teacher, rows * (topK || vocab)] as const,
  ids: [ids, rows * topK] as const,
  lse: [lse, rows * 2] as const,
});

export function distillationForward(sink: DispatchSink, args: DistillationForward): void {
  const { student, teacher, ids, lse, losses, rows, vocab, topK, temperature, kind } = args;
  requireRoom('distillation_forward', { ...roomOf(args), losses: [losses, rows] });
  const tile = rowTile(sink, vocab);
  for (const { first, size } of rowRanges(sink, rows, vocab)) {
    const ofRows = (view: BufferView, width: number): BufferView =>
      elementsOf(view, first * width, size * width);
    const ofTeacher = ofRows(teacher, topK || vocab);
    sink.dispatch({
      label: 'distillation_forward',
      shader: { name: 'distillation_forward', code: forwardCode, lib: [rowReduceLib] },
      constants: { ...tile, TOP_K: topK, CROSS: kind === 'cross_entropy' },
      bindings: [
        read(ofRows(student, vocab)),
        read(ofTeacher),
        read(ids ? ofRows(ids, topK) : ofTeacher),
        write(ofRows(losses, 1)),
        write(ofRows(lse, 2)),
      ],
      params: [size, vocab, f32(1 / temperature)],
      grid: foldGrid(Math.ceil(size / tile.ROWS)),
      flops: 4 * size * vocab + 8 * size * (topK || vocab),
      bytes: 4 * size * (vocab + (topK ? 2 * topK : vocab) + 3),
    });
  }
}

export interface DistillationBackward extends Shared {
  /** [rows]: upstream gradient of each row's loss. */
  readonly dlosses: BufferView;
  /** [rows, vocab]. */
  readonly dstudent: BufferView;
}

export function distillationBackward(sink: DispatchSink, args: DistillationBackward): void {
  const { student, teacher, ids, lse, dlosses, dstudent, rows, vocab, topK, temperature } = args;
  requireRoom('distillation_backward', {
    ...roomOf(args),
    dlosses: [dlosses, rows],
    dstudent: [dstudent, rows * vocab],
  });
  const tile = rowTile(sink, vocab);
  for (const { first, size } of rowRanges(sink, rows, vocab)) {
    const ofRows = (view: BufferView, width: number): BufferView =>
      elementsOf(view, first * width, size * width);
    const ofTeacher = ofRows(teacher, topK || vocab);
    sink.dispatch({
      label: 'distillation_backward',
      shader: { name: 'distillation_backward', code: backwardCode },
      constants: { ...tile, TOP_K: topK },
      bindings: [
        read(ofRows(student, vocab)),
        read(ofTeacher),
        read(ids ? ofRows(ids, topK) : ofTeacher),
        read(ofRows(lse, 2)),
        read(ofRows(dlosses, 1)),
        write(ofRows(dstudent, vocab)),
      ],
      params: [size, vocab, f32(1 / temperature)],
      grid: foldGrid(Math.ceil(size / tile.ROWS)),
      flops: 4 * size * vocab + 4 * size * (topK || vocab),
      bytes: 4 * size * (2 * vocab + (topK ? 2 * topK : vocab) + 3),
    });
  }
}
