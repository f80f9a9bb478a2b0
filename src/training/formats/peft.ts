// adapter_config.json of PEFT: every field of LoraConfig and of what it inherits from.
import { honoured, ignored, refused, type FieldTable } from './fieldTable';

const isEmpty = (value: unknown): boolean =>
  value === false || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbove = (value: unknown): boolean => Number.isFinite(value) && Number(value) > 0;
const isIndex = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

/** Starts that leave the model's own weights alone; PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA change them. */
const PLAIN_STARTS = [true, false, 'gaussian', 'eva', 'orthogonal'];
const TASKS = ['CAUSAL_LM', 'SEQ_CLS', 'SEQ_2_SEQ_LM', 'FEATURE_EXTRACTION'];

export const ADAPTER_FIELDS: FieldTable = {
  id: 'peft.adapter_config',
  file: 'adapter_config.json',
  title: 'PEFT adapters',
  reference: 'LoraConfig of PEFT 0.18',
  unknown: 'refused',
  fields: {
    peft_type: honoured(
      'Only LoRA is read. Prompt tuning, prefix tuning, P-tuning, IA3, AdaLoRA, LoHa, LoKr, OFT, BOFT, VeRA, HRA, Bone, MiSS, RandLoRA, SHiRA, C3A, RoAd, X-LoRA, VB-LoRA, FourierFT, WaveFT, CPT, Poly, LN tuning and trainable tokens are refused: merge such an adapter with PEFT and open the merged model.',
      ['LORA'],
    ),
    task_type: honoured(
      'SEQ_CLS brings an output layer. Heads for tokens and for spans of a text are refused.',
      TASKS,
    ),
    r: honoured(
      'The rank of the product of the factors, a whole number above 0.',
      (value) => Number.isSafeInteger(value) && Number(value) > 0,
    ),
    lora_alpha: honoured(
      'The product of the factors is scaled by lora_alpha / r; a number.',
      (value) => Number.isFinite(value) && Number(value) >= 0,
    ),
    use_rslora: honoured('The scale is lora_alpha / sqrt(r).', [true, false]),
    rank_pattern: honoured(
      'Ranks of single modules, whole numbers above 0: the first pattern that matches counts.',
      (value) =>
        isObject(value) &&
        Object.values(value as object).every((r) => isAbove(r) && Number.isSafeInteger(r)),
    ),
    alpha_pattern: honoured(
      'Values of lora_alpha for single modules, numbers above 0, given like rank_pattern.',
      (value) => isObject(value) && Object.values(value as object).every(isAbove),
    ),
    target_modules: honoured(
      'A list of names or ends of names, a regular expression that matches a whole name, all-linear, or the usual modules of the model where it is missing.',
    ),
    exclude_modules: honoured('Modules that are left out, given like target_modules.'),
    layers_to_transform: honoured(
      'Layers that are adapted, a number or a list of numbers from 0; only where target_modules is a list.',
      (value, { target_modules: names }) =>
        [value].flat().every(isIndex) && (typeof names !== 'string' || isEmpty(value)),
    ),
    layers_pattern: honoured('The name in front of the number of a layer.'),
    modules_to_save: honoured(
      'Modules that are stored whole. Names that the model has no module for are passed over, as PEFT does.',
    ),
    bias: honoured('Biases in the file take the place of the model’s.', [
      'none',
      'all',
      'lora_only',
    ]),
    init_lora_weights: honoured(
      'PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA change the weights of the model that they start from, which an adapter does not hold. Convert the adapter with PEFT’s path_initial_model_for_weight_conversion.',
      (value) => PLAIN_STARTS.includes(value as string | boolean),
    ),
    use_dora: honoured(
      'Each output’s weights take the length that lora_magnitude_vector holds; the factors change their direction.',
      [true, false],
    ),
    lora_bias: refused(
      'Biases of the factors are not read. Merge the adapter with PEFT and open the merged model.',
      [false],
    ),
    layer_replication: refused(
      'The model has its own layers once. Merge the adapter with PEFT and open the merged model.',
      isEmpty,
    ),
    trainable_token_indices: refused(
      'Single rows of the embedding are not read. Merge the adapter with PEFT and open the merged model.',
      isEmpty,
    ),
    target_parameters: refused(
      'Adapters of parameters that belong to no layer are not read.',
      isEmpty,
    ),
    alora_invocation_tokens: refused(
      'An adapter that acts behind certain tokens only cannot be merged.',
      isEmpty,
    ),
    use_qalora: refused('Factors for groups of quantized weights are not read.', [false]),
    arrow_config: refused('Routing between adapters is not done.', isEmpty),
    use_bdlora: refused('Block-diagonal factors are not read.', isEmpty),
    megatron_config: refused('Layers of Megatron are not read.', isEmpty),
    loftq_config: refused('LoftQ changes the weights of the model.', isEmpty),
    ensure_weight_tying: refused('Tied weights cannot be stored twice.', [false]),
    qalora_group_size: ignored('Without use_qalora it has no effect.'),
    megatron_core: ignored('Without megatron_config it has no effect.'),
    lora_dropout: ignored('Dropout acts in training only.'),
    fan_in_fan_out: ignored('PEFT sets it by the kind of layer, as is done here.'),
    eva_config: ignored('It says how the factors were started.'),
    corda_config: ignored('It says how the factors were started.'),
    lora_ga_config: ignored('It says how the factors were started.'),
    runtime_config: ignored('It is about where PEFT computes.'),
    inference_mode: ignored('It says whether PEFT goes on training.'),
    base_model_name_or_path: ignored('The model beside which the adapter is opened is the base.'),
    revision: ignored('Of the base model’s name.'),
    auto_mapping: ignored('It names a Python class.'),
    peft_version: ignored('Who wrote the file.'),
  },
};
