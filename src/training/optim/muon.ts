// Muon for the matrices inside the model, AdamW for everything else. The matrices lie first in the
// arenas (`isLayerMatrix` as the set's `leads`), so each of the two has one stretch of them.
import type { BufferView } from '../../gpu/dispatch';
import { adamw } from '../../gpu/kernels/optimizer/adamw';
import { muon } from '../../gpu/kernels/optimizer/muon';
import { isLayerMatrix, type Parameter, type ParameterSet } from '../parameters';
import type { TrainingConfig } from '../run/config';
import type { Optimizer } from './interface';

export function muonOf(config: TrainingConfig, parameters: ParameterSet): Optimizer {
  const { leadEnd, sizeElements } = parameters;
  const matrices = parameters.list.filter(isLayerMatrix);
  const rest = sizeElements - leadEnd;
  const momentumBuffer = parameters.stretch('muon_momentum', 'optimizer', 0, leadEnd);
  const m = parameters.stretch('adam_m', 'optimizer', leadEnd, sizeElements);
  const v = parameters.stretch('adam_v', 'optimizer', leadEnd, sizeElements);
  const from = (arena: BufferView): BufferView => ({
    ...arena,
    offsetBytes: leadEnd * 4,
    sizeBytes: rest * 4,
  });
  return {
    state: [...(leadEnd > 0 ? [momentumBuffer] : []), ...(rest > 0 ? [m, v] : [])],
    update(sink, inputs) {
      for (const matrix of matrices) {
        const { rows, columns, updateScale } = sidesOf(matrix);
        muon(sink, {
          ...inputs,
          params: parameters.place(matrix, parameters.weights),
          grads: matrix.gradient,
          momentumBuffer: parameters.place(matrix, momentumBuffer),
          rows,
          columns,
          updateScale,
          momentum: config.momentum,
          weightDecay: config.weight_decay,
          steps: config.ns_steps,
        });
      }
      if (rest === 0) return;
      adamw(sink, {
        ...inputs,
        params: from(parameters.weights),
        grads: from(parameters.gradients),
        m,
        v,
        sizeElements: rest,
        decayEnd: parameters.decayEnd - leadEnd,
        weightDecay: config.aux_weight_decay,
        beta1: config.adam_beta1,
        beta2: config.adam_beta2,
        eps: config.adam_epsilon,
        learningRateScale: config.aux_learning_rate / config.learning_rate,
      });
    },
  };
}

function sidesOf({ shape, layout }: Parameter) {
  const [rows, columns] = shape as [number, number];
  const outOverIn = layout === 'conv1d' ? columns / rows : rows / columns;
  return { rows, columns, updateScale: Math.sqrt(Math.max(1, outOverIn)) };
}
