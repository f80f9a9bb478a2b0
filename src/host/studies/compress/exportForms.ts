// Forms in which any model can leave, and what its file takes in each.
import type { ComputeContext } from '../../../gpu/compute';
import { formatOf, schemeForLayers } from '../../../training/compress/compressedWeights';
import type { PackedForm } from '../../../training/compress/packedValues';
import type { ExportedModel } from '../../../training/io/exportFolder';
import { storedTensors } from '../../../training/io/compressed/storedTensors';
import { safetensorsBytes } from '../../../training/io/safetensors/safetensorsWriter';
import type { BaseModel } from '../../../training/models/baseModel';
import { wholeModel } from '../../../training/models/wholeModel';
import type { ClassifierFacts } from '../../../training/nn/classifier';
import type { ParameterSpec } from '../../../training/parameters';
import type { ModelConfig } from '../../../training/run/config';
import type { ExportForm } from '../../protocol/models';
import type { Stage } from '../../protocol/variant';
import { executedForm } from './held';
import { schemeOfStage } from './stages';

export type MadeForm = Exclude<ExportForm, 'stored' | 'f32'>;

const INT8 = { kind: 'int8', embeddings: false, activations: 'float', scales: 'channel' } as const;

export const MADE_FORMS: Readonly<
  Record<MadeForm, Stage & { readonly kind: 'int8' | 'int4' | 'f16' }>
> = {
  f16: { kind: 'f16' },
  int8: INT8,
  int8_tensor: { ...INT8, scales: 'tensor' },
  int8_dynamic: { ...INT8, activations: 'int8' },
  int4: { kind: 'int4', group: 32, asymmetric: false },
  int4_asymmetric: { kind: 'int4', group: 32, asymmetric: true },
};

const schemeOf = (form: MadeForm | 'f32') =>
  form === 'f32' ? schemeForLayers({ kind: 'float' }) : schemeOfStage(MADE_FORMS[form]);

/** Bytes of model.safetensors. */
export function formBytes(
  config: ModelConfig,
  vocabSize: number,
  form: MadeForm | 'f32',
  classifier?: ClassifierFacts,
): number {
  const specs = new Map(
    wholeModel(config, vocabSize, classifier).parameters.map((spec) => [spec.name, spec] as const),
  );
  const formOf = (name: string): PackedForm | undefined => packedForm(specs.get(name)!, form);
  const empty = { formOf, weights: new Map(), packed: new Map(), isPruned: false };
  return safetensorsBytes(storedTensors({ model: config, vocabSize, classifier }, empty).tensors);
}

function packedForm(spec: ParameterSpec, form: MadeForm | 'f32'): PackedForm | undefined {
  const scheme = schemeOf(form)(spec);
  if (scheme.kind === 'float' || scheme.kind === 'low_rank') return undefined;
  const activations = scheme.kind === 'int8' ? scheme.activations : 'float';
  return { format: formatOf(spec.shape, spec.layout !== 'conv1d', scheme), activations };
}

/** Made of the floats that the model stands for. */
export async function madeAs(
  context: ComputeContext,
  { config, vocabSize, weights, classifier }: BaseModel,
  form: MadeForm,
): Promise<Pick<ExportedModel, 'weights' | 'stored'>> {
  return executedForm(context, {
    config,
    model: wholeModel(config, vocabSize, classifier),
    weights: new Map([...weights, ...(classifier?.weights ?? [])]),
    classifier,
    schemeOf: schemeOf(form),
    isPruned: false,
  });
}
