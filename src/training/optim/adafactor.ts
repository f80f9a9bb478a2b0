// Adafactor over all parameters: each with its row and column means in one small buffer.
import { adafactor } from '../../gpu/kernels/optimizer/adafactor';
import { declareBuffer, wholeView } from '../../gpu/recorder';
import type { Parameter, ParameterSet } from '../parameters';
import type { TrainingConfig } from '../run/config';
import { sizeOf } from '../tensor';
import type { Optimizer } from './interface';

/** Views start on multiples of 256 bytes. */
const ALIGN_ELEMENTS = 64;

export function adafactorOf(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  let end = 0;
  const entries = parameters.list.map((parameter) => {
    const { rows, columns } = asMatrix(parameter);
    const offset = end;
    end += Math.ceil((rows + columns) / ALIGN_ELEMENTS) * ALIGN_ELEMENTS;
    return { parameter, rows, columns, offset };
  });
  const moments = wholeView(declareBuffer('adafactor_moments', end * 4, 'optimizer', true));
  return {
    state: [moments],
    update(sink, inputs) {
      for (const { parameter, rows, columns, offset } of entries) {
        const decays = parameter.offset < parameters.decayEnd;
        adafactor(sink, {
          ...inputs,
          params: parameters.place(parameter, parameters.weights),
          grads: parameter.gradient,
          moments: { ...moments, offsetBytes: offset * 4, sizeBytes: (rows + columns) * 4 },
          rows,
          columns,
          weightDecay: decays ? config.weight_decay : 0,
          relativeStep: config.scale_parameter,
        });
      }
    },
  };
}

/** A vector is a matrix of one row; further dimensions join the rows. */
function asMatrix({ shape }: Parameter): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: sizeOf(shape) / columns, columns };
}
