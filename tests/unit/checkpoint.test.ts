// Kept states: read as the model that was measured or refused, and never an untyped error.
import { describe, expect, it, test } from 'vitest';
import { BenchtopError } from '../../src/gpu/errors';
import { baseOfCheckpoint } from '../../src/host/lab/bases';
import { historyOf } from '../../src/host/storage/runLog';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from '../../src/training/io/checkpoint';
import { SafetensorsError } from '../../src/training/io/safetensors/safetensorsError';
import { joinChunks } from '../../src/training/io/safetensors/safetensorsWriter';
import { runObjective } from '../../src/training/objectives/runObjective';
import { withoutText } from '../../src/training/objectives/vocabulary';
import { runConfigSchema, type RunConfig } from '../../src/training/run/config';
import { layoutOf } from '../../src/training/run/checkpointFit';
import { trainingState } from '../../src/training/run/state';
import { tuned } from '../../src/training/run/tuning';
import { CharTokenizer } from '../../src/training/tokenizers/char';
import { TokenizerError } from '../../src/training/tokenizers/tokenizer';

const tokenizer = CharTokenizer.train('abcdefghijklmnopqrstuvwxyz');
const log = {
  columns: new Map([['loss', Float64Array.of(3, 2)]]),
  notes: { evals: [], samples: [] },
};

const configOf = (more: object): RunConfig =>
  runConfigSchema.parse({
    version: 1,
    name: 'x',
    model: { family: 'gpt', n_layer: 1, n_head: 2, n_embd: 8, n_positions: 8 },
    tokenizer: { kind: 'char' },
    data: { corpus: 'own_file' },
    sample: {},
    training: { per_device_train_batch_size: 1, max_steps: 4, learning_rate: 1e-3 },
    ...more,
  });

/** A state of a run whose table has so many rows. */
function savedState(config: RunConfig, rows: number, labels?: readonly string[]): Checkpoint {
  const known = { rows, labels };
  const objective = runObjective(config, withoutText(config, tokenizer, known));
  const { scope: parts } = tuned(objective.model, objective.heads, config.tuning);
  const state = trainingState(objective.model, config.training, parts);
  return {
    config,
    tokenizer: tokenizer.toJSON(),
    step: 2,
    arenas: [state.parameters.initialWeights(1)],
    ...(parts.frozen && { frozen: parts.frozen.initialWeights(2) }),
    layout: layoutOf(state, objective.classifier, 'base'),
  };
}

const throughFile = (state: Checkpoint): Checkpoint =>
  readCheckpoint(joinChunks(writeCheckpoint(state, log)));

const examples = { corpus: 'task', validation_share: 0.2, examples: { set: 'own_examples' } };
const lora = { method: 'lora', r: 2, lora_alpha: 4 };
const base = { kind: 'loaded', id: 'gone' };

describe('a kept model has the rows and the weights that were measured', () => {
  it.each([26, 40])('%i rows for 26 tokens', (rows) => {
    const state = savedState(configOf({ base }), rows);
    const opened = baseOfCheckpoint('x', throughFile(state));
    expect(opened.vocabSize).toBe(rows);
    expect(opened.weights.get('transformer.wte.weight')).toHaveLength(rows * 8);
    expect(opened.weights.get('transformer.ln_f.weight')).toEqual(new Float32Array(8).fill(1));
  });

  it('adapters are merged and classes stay', () => {
    const labels = ['up', 'down', 'flat'];
    const config = configOf({
      base,
      tuning: lora,
      data: examples,
      objectives: [{ kind: 'classify' }],
    });
    const state = savedState(config, 40, labels);
    const opened = baseOfCheckpoint('x', throughFile(state));
    expect(opened.classifier).toMatchObject({ labels, pooling: 'last' });
    expect(opened.classifier!.weights.get('score.weight')).toHaveLength(3 * 8);
    expect(opened.weights.get('transformer.wte.weight')).toHaveLength(40 * 8);
    expect([...opened.weights.keys()].some((name) => name.includes('lora'))).toBe(false);
  });
});

describe('a state that does not fit its settings is refused', () => {
  const plain = savedState(configOf({}), 40);
  const refused = (state: Checkpoint, code: string) =>
    expect(() => baseOfCheckpoint('x', throughFile(state))).toThrow(
      expect.objectContaining({ code }),
    );

  it('by the tensors that it names', () => {
    const { layout } = plain;
    refused({ ...plain, layout: { ...layout!, rows: 32 } }, 'checkpoint_shapes');
    const other = { ...plain.config, model: { ...plain.config.model, n_layer: 2 } };
    refused({ ...plain, config: other }, 'checkpoint_shapes');
  });

  it('by its length', () => {
    refused({ ...plain, arenas: [plain.arenas[0]!.slice(64)] }, 'checkpoint_shapes');
    const [arena] = plain.arenas as [Float32Array<ArrayBuffer>];
    refused({ ...plain, arenas: [arena, arena] }, 'checkpoint_shapes');
    const { frozen, ...rest } = savedState(configOf({ tuning: lora }), 40);
    expect(frozen).toBeDefined();
    refused(rest, 'checkpoint_shapes');
  });

  it('of an earlier version, unless its rows are plain', () => {
    const { layout: _own, ...same } = savedState(configOf({}), 26);
    expect(baseOfCheckpoint('x', throughFile(same)).vocabSize).toBe(26);
    const { layout: _many, ...larger } = savedState(configOf({}), 40);
    refused(larger, 'checkpoint_unclear');
    // 32 rows take the room of 26: what stands in the padding tells.
    const { layout: _padded, ...padded } = savedState(configOf({}), 32);
    expect(padded.arenas[0]).toHaveLength(same.arenas[0]!.length);
    refused(padded, 'checkpoint_unclear');
  });
});

test('a damaged file is refused by a typed error, wherever it is damaged', () => {
  const file = joinChunks(writeCheckpoint(savedState(configOf({ tuning: lora }), 40), log));
  const headerBytes = new DataView(file.buffer).getUint32(0, true) + 8;
  const outcomes = { read: 0, refused: 0 };
  for (let index = 0; index < 900; index++) {
    const bytes = file.slice(0, index % 10 === 9 ? (index * 7919) % file.length : file.length);
    // Most of what can go wrong is in the header.
    const length = index % 3 === 2 ? bytes.length : Math.min(bytes.length, headerBytes);
    for (let change = 0; change <= index % 4; change++) {
      const at = (index * 104_729 + change * 7_877) % Math.max(1, length);
      const signs = [0x00, 0x22, 0x2c, 0x30, 0x39, 0x5c, 0x7b, 0x7d, (index * 31 + change) & 0xff];
      bytes[at] = signs[(index + change) % signs.length]!;
    }
    try {
      const checkpoint = readCheckpoint(bytes);
      historyOf(checkpoint);
      baseOfCheckpoint('x', checkpoint);
      outcomes.read += 1;
    } catch (thrown) {
      const isTyped =
        thrown instanceof BenchtopError ||
        thrown instanceof SafetensorsError ||
        thrown instanceof TokenizerError;
      expect(isTyped, `${index}: ${String(thrown)}`).toBe(true);
      outcomes.refused += 1;
    }
  }
  expect(outcomes.refused).toBeGreaterThan(300);
});

test('settings that are no longer JSON are refused', () => {
  const file = joinChunks(writeCheckpoint(savedState(configOf({}), 26), log));
  const text = new TextDecoder('latin1').decode(file);
  const at = text.indexOf('\\"step\\":');
  const bytes = file.slice();
  bytes.set(new TextEncoder().encode('\\"step\\";'), at);
  expect(() => readCheckpoint(bytes)).toThrow(expect.objectContaining({ code: 'bad_checkpoint' }));
});
