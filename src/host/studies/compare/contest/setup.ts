// What a comparison starts from: a run's model and text on the CPU, the held-out windows on which all
// are evaluated, and how speed is measured.
import { blockStarts, inBlocks } from '../../../../training/objectives/beginnings';
import { spread } from '../../../../training/objectives/terms/causal';
import { frameOf } from '../../../../training/tokenizers/frame';
import type { SpeedPlan } from '../../../../training/evaluate/speed';
import type { RunConfig } from '../../../../training/run/config';
import { textParts } from '../../../../training/run/texts/textParts';
import type { Provenance } from '../../../../training/run/provenance';
import type { Corpora } from '../../../../training/run/trainerSetup';
import type { Tokenizer } from '../../../../training/tokenizers/tokenizer';
import type { SuppliedText } from '../../../protocol/text';
import type { TextFacts } from '../../../protocol/studyText';
import type { HeldOut } from '../quality';
import type { Trained } from '../../compress/variants';

/** A run's model and text, copied to the CPU. */
export interface Comparable {
  readonly config: RunConfig;
  /** The config's data is what the model was trained on; otherwise it was chosen. */
  readonly isOwn: boolean;
  /** The text itself where it is not built in. */
  readonly supplied?: SuppliedText | undefined;
  readonly trained: Trained;
  /** How the model came to be, where that is known. */
  readonly provenance: Provenance | undefined;
  readonly steps: number;
  readonly corpora: Corpora;
  readonly starts: Int32Array;
  readonly bytesPerToken: number;
  readonly tokenizer: Tokenizer;
  /** Tokens of the model's in front of every held-out window. */
  readonly lead?: readonly number[] | undefined;
}

/** Tokens of each text, where several are written side by side, at most. */
export const BATCH_TOKENS = 16;
const RECOVERY_SHARE = 0.1;
const MOST_RECOVERY_STEPS = 300;
const MIN_MEASURED_MS = 300;
const MOST_SINGLES = 16;
/** As in llama-bench, pp512 and tg128, where a GPU is quick enough and the window long enough. */
const MOST_TOKENS = {
  gpu: { prompt: 512, burst: 128 },
  software: { prompt: 256, burst: 32 },
} as const;
/** Reference logits that are kept on the CPU. */
const MOST_REFERENCE_BYTES = 64 * 2 ** 20;

export function heldOutOf(source: Comparable): HeldOut {
  const { corpora, starts, trained, bytesPerToken, tokenizer, lead } = source;
  const { contextLength, vocabSize } = trained.model;
  const windowCount = Math.floor(MOST_REFERENCE_BYTES / (contextLength * vocabSize * 4));
  const windows = Array.from(starts.subarray(0, Math.max(1, windowCount)), (start) =>
    corpora.validation.subarray(start, start + contextLength + 1),
  );
  return { windows, bytesPerToken, tokenizer, lead: lead?.length };
}

/** The text on which all are evaluated, and how much of it. */
export function heldOutFacts(source: Comparable): TextFacts {
  const { windows, bytesPerToken, lead = 0 } = heldOutOf(source);
  const tokens = windows.reduce((sum, { length }) => sum + length - Math.max(1, lead), 0);
  const { config, isOwn } = source;
  const bytes = Math.round(tokens * bytesPerToken);
  return { parts: textParts(config.data), isOwn, tokens, bytes };
}

/**
 * Half of the window is read, the other half written. `contextLength`: the shortest of all that are timed;
 * the model's own where left out.
 */
export function speedPlanOf(
  { trained, corpora }: Pick<Comparable, 'trained' | 'corpora'>,
  minRounds: number,
  { isSoftware = true, contextLength = trained.model.contextLength } = {},
): SpeedPlan {
  const most = isSoftware ? MOST_TOKENS.software : MOST_TOKENS.gpu;
  const length = Math.max(1, Math.min(most.prompt, Math.floor(contextLength / 2)));
  const room = contextLength - length;
  const burst = Math.max(1, Math.min(most.burst, Math.ceil(room / 2)));
  return {
    prompt: [...corpora.validation.subarray(0, length)],
    burst,
    singles: Math.max(0, Math.min(MOST_SINGLES, room - burst)),
    minRounds,
    maxRounds: 3 * minRounds,
    minMs: MIN_MEASURED_MS,
  };
}

/** A tenth of the run's own, at most some hundred. */
export const recoveryStepsOf = ({ steps }: Pick<Comparable, 'steps'>): number =>
  Math.max(1, Math.min(MOST_RECOVERY_STEPS, Math.ceil(steps * RECOVERY_SHARE)));

/** As the run has it, or with the beginning token of the model in front of every held-out window. */
export function comparedText(
  { train, validation }: Corpora,
  tokenizer: Tokenizer,
  contextLength: number,
  { training: { eval_windows: wanted } }: RunConfig,
): Pick<Comparable, 'corpora' | 'starts' | 'lead'> {
  const lead = frameOf(tokenizer).before;
  if (lead.length === 0) {
    const starts = spread(validation.length - contextLength, wanted, contextLength);
    return { corpora: { train, validation }, starts, lead };
  }
  const blocks = inBlocks(validation, lead, contextLength);
  return {
    corpora: { train, validation: blocks },
    starts: blockStarts(blocks.length, contextLength + 1, wanted),
    lead,
  };
}
