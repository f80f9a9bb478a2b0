// A model's figures over its seeds, as the page writes them.
import type { DistillRow } from '../../../host/protocol/distill';
import {
  figureWords,
  type DistillUnit,
  type FigureId,
} from '../../../host/studies/distill/figures';
import { formatBytes, formatCompact, formatLoss } from '../../kit/format';

const FORMATS: Readonly<Record<DistillUnit, (value: number) => string>> = {
  nats: formatLoss,
  // Seeds differ by less than a percent.
  share: (share) => `${(100 * share).toFixed(1)}%`,
  divergence: (value) => value.toFixed(3),
  count: formatCompact,
  bytes: formatBytes,
  rate: formatCompact,
};

export const wordsOf = (id: FigureId, row: DistillRow): string => figureWords(id, row, FORMATS);
