// What is kept of a run that fine-tunes: the model that it has made, as a run on text would have it.
// Its output layer and its adapters belong to the run and end with it.
import type { Checkpoint } from '../training/io/checkpoint';
import { trainingState } from '../training/run/state';
import type { PreparedRun } from './prepareRun';

type Prepared = Pick<PreparedRun, 'config' | 'objective' | 'trainer' | 'whole'>;

export const isTuned = ({ config, objective }: Pick<Prepared, 'config' | 'objective'>): boolean =>
  config.base !== undefined || config.tuning !== undefined || objective.heads.length > 0;

export function keptModel(
  { config, trainer, whole }: Prepared,
  { step, arenas }: Pick<Checkpoint, 'step' | 'arenas'>,
): Pick<Checkpoint, 'config' | 'step' | 'arenas'> {
  const { parameters, model, average, shown } = trainer.setup.state;
  const { base: _base, tuning: _tuning, objectives: _objectives, ...rest } = config;
  const { examples: _examples, ...data } = rest.data;
  const training = { ...rest.training, ema_decay: 0 };
  const plain = trainingState(model, training).parameters;
  const isAveraged = average !== null && shown === average;
  const trained = parameters.unpack(isAveraged ? arenas.at(-1)! : arenas[0]!);
  return {
    config: {
      ...rest,
      training,
      // A run on examples alone has no text of its own.
      data: data.corpus === 'task' ? { ...data, corpus: 'own_file' } : data,
    },
    step,
    arenas: [plain.pack(whole(trained))],
  };
}
