// The variants of a trained model that a comparison makes where nobody has chosen.
import { hasSpareHeads } from '../../../training/compress/structured';
import { hasSpareLayers } from '../../../training/models/sharedLayers';
import type { ModelConfig } from '../../../training/run/config';
import { rateAfterPruning } from './spec';
import type { DeviceKind } from '../../protocol/device';
import type { VariantSpecInput } from '../../protocol/variant';

const PRUNED = { kind: 'prune', amount: 0.2 } as const;
const RECOVERED = { kind: 'recover' } as const;
const GENTLY = { kind: 'recover', rate: rateAfterPruning(PRUNED.amount) } as const;

/** The whole model first. `device`: the lab's own. */
export function defaultVariants(config: ModelConfig, device: DeviceKind): VariantSpecInput[] {
  return [
    { id: 'fp32', stages: [] },
    { id: 'fp16', stages: [{ kind: 'f16' }] },
    { id: 'int8', stages: [{ kind: 'int8' }] },
    { id: 'int8_dot', stages: [{ kind: 'int8', activations: 'int8' }] },
    { id: 'int4', stages: [{ kind: 'int4' }] },
    { id: 'low_rank', stages: [{ kind: 'low_rank' }] },
    { id: 'pruned', stages: [PRUNED] },
    { id: 'pruned_recovered', stages: [PRUNED, GENTLY] },
    ...(hasSpareHeads(config)
      ? [{ id: 'half_heads', stages: [{ kind: 'heads' } as const, RECOVERED] }]
      : []),
    ...(hasSpareLayers(config)
      ? [{ id: 'half_layers', stages: [{ kind: 'layers' } as const, RECOVERED] }]
      : []),
    // What the recovered ones are to be held against: the whole model with as many steps more.
    { id: 'control', stages: [GENTLY] },
    // The same program without the GPU, so that acceleration is a figure.
    ...(device === 'gpu' ? [{ id: 'cpu', stages: [], place: 'cpu' as const }] : []),
  ];
}
