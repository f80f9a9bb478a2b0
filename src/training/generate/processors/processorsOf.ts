// The processors that settings ask for, in the order of transformers' `_get_logits_processor`.
import type { SamplingSettings } from '../tokenGenerator';
import type { LogitsProcessor } from './logitsProcessor';
import { repetitionPenalty } from './penalties';
import { temperature, topK, topP } from './warpers';

export function processorsOf(settings: SamplingSettings): LogitsProcessor[] {
  const list: LogitsProcessor[] = [];
  const { repetitionPenalty: penalty = 1, topK: most = 0, topP: share = 1 } = settings;
  if (penalty !== 1) list.push(repetitionPenalty(penalty));
  if (settings.temperature === 0) return list;
  if (settings.temperature !== 1) list.push(temperature(settings.temperature));
  if (most > 0) list.push(topK(most));
  if (share < 1) list.push(topP(share));
  return list;
}
