// Span corruption (Raffel et al. 2020): spans of a text give way to sentinels, and the decoder writes
// each sentinel with what stood there. Lengths follow from the settings, so nothing is padded.
import { shuffled } from '../../data/augment';
import type { RandomStream } from '../../data/random';
import type { EncoderDecoderModel } from '../../models/interfaces';
import { crossEntropy } from '../../ops/losses/crossEntropy';
import { field, placeOf, writeRow, type LossTerm } from '../lossTerm';
import { augmentedWindow, type Augmented } from '../augmented';
import { exampleStream, type TextData } from '../source';
import type { SpecialIds } from '../specialIds';

interface Noise {
  readonly noise_density: number;
  readonly mean_noise_span_length: number;
}

/** Of T5. */
const USUAL_NOISE: Noise = { noise_density: 0.15, mean_noise_span_length: 3 };

export const noiseOf = ({
  noise_density = USUAL_NOISE.noise_density,
  mean_noise_span_length = USUAL_NOISE.mean_noise_span_length,
}: Partial<Noise>): Noise => ({ noise_density, mean_noise_span_length });

export interface SpanLengths {
  /** Tokens of text, of which so many are noise, in so many spans. */
  readonly text: number;
  readonly noise: number;
  readonly spans: number;
  /** Of the encoder and of the decoder. */
  readonly input: number;
  readonly target: number;
}

function lengthsOfText(
  text: number,
  { noise_density, mean_noise_span_length }: Noise,
  hasEnd: boolean,
): SpanLengths {
  const noise = Math.min(text - 1, Math.max(1, Math.round(text * noise_density)));
  const most = Math.min(noise, text - noise);
  const spans = Math.min(most, Math.max(1, Math.round(noise / mean_noise_span_length)));
  // The target's last token, a sentinel or the end token, says that nothing follows.
  const input = text - noise + spans + Number(hasEnd);
  return { text, noise, spans, input, target: noise + spans + 1 };
}

/** The longest text whose corrupted form fits `positions`; `hasEnd`: an end token closes it too. */
export function spanLengths(positions: number, noise: Noise, hasEnd = false): SpanLengths {
  let best = lengthsOfText(2, noise, hasEnd);
  for (let text = 3; ; text++) {
    const next = lengthsOfText(text, noise, hasEnd);
    if (next.input > positions) return best;
    best = next;
  }
}

/** `total` as `count` summands ≥ 1, each such way as likely as the others. */
function partition(total: number, count: number, random: RandomStream): number[] {
  const bars = Array.from({ length: total - 1 }, (_, position) => position < count - 1);
  const lengths = [1];
  for (const bar of shuffled(bars, random)) {
    if (bar) lengths.push(1);
    else lengths[lengths.length - 1]! += 1;
  }
  return lengths;
}

/** Text and noise take turns; text comes first. `read`: what stands in the text's places. T5's end token closes both, where the model has it. */
export function corruptSpans(
  window: ArrayLike<number>,
  { noise, spans }: SpanLengths,
  { sentinels, end }: Pick<SpecialIds, 'sentinels' | 'end'>,
  random: RandomStream,
  read: ArrayLike<number> = window,
): { input: number[]; target: number[] } {
  const [ids, shown] = [Array.from(window), Array.from(read)];
  const visible = partition(ids.length - noise, spans, random);
  const lost = partition(noise, spans, random);
  const input: number[] = [];
  const target: number[] = [];
  let at = 0;
  for (let span = 0; span < spans; span++) {
    const noiseAt = at + visible[span]!;
    input.push(...shown.slice(at, noiseAt), sentinels[span]!);
    at = noiseAt + lost[span]!;
    target.push(sentinels[span]!, ...ids.slice(noiseAt, at));
  }
  if (end === undefined) return { input, target: [...target, sentinels[spans]!] };
  return { input: [...input, end], target: [...target, end] };
}

export function spanCorruptionTerm(
  model: EncoderDecoderModel,
  data: TextData,
  { name, weight, augmentations, ...noise }: Noise & Augmented,
): LossTerm {
  const { special } = data;
  const hasEnd = special.end !== undefined;
  return {
    name,
    weight,
    targets: 'targets',
    predicted: 'targets',
    fields({ batch, seqLen }) {
      const { input, target } = spanLengths(seqLen, noise, hasEnd);
      return [
        field('ids', [batch, input]),
        field('decoder_ids', [batch, target]),
        field('targets', [batch, target], 'i32'),
      ];
    },
    fill(draw, { batch, seqLen }, words) {
      const lengths = spanLengths(seqLen, noise, hasEnd);
      for (let row = 0; row < batch; row++) {
        const random = exampleStream(data, draw, row, batch);
        const place = placeOf(draw, row);
        const { text, read } = augmentedWindow(data, place, lengths.text, random, augmentations);
        const { input, target } = corruptSpans(text, lengths, special, random, read);
        writeRow(words('ids'), row, lengths.input, input);
        writeRow(words('targets'), row, lengths.target, target);
        writeRow(words('decoder_ids'), row, lengths.target, [
          model.decoderStart,
          ...target.slice(0, -1),
        ]);
      }
    },
    build({ field: of, parameter, training, recompute }) {
      const { logits } = model.forward(parameter, {
        ids: of('ids'),
        decoderIds: of('decoder_ids'),
        training,
        recompute,
      });
      const { loss, losses } = crossEntropy(logits, of('targets'));
      return { loss, score: { losses }, logits };
    },
  };
}
