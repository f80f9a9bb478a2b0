// Fields of config.json that every model of transformers can have (PretrainedConfig), present and former
// ones. A family's table begins with these and adds its own.
import {
  honoured,
  ignored,
  refused,
  type FieldRule,
  type FieldTable,
  type FieldValues,
} from './fieldTable';
import { ELSEWHERE, isObject } from './quantization';

export type Fields = FieldTable['fields'];

/** One rule for several fields. */
export const each = (names: readonly string[], rule: FieldRule): Fields =>
  Object.fromEntries(names.map((name) => [name, rule]));

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

const isIdOrList = (value: unknown): boolean =>
  Number.isInteger(value) || (Array.isArray(value) && value.every(Number.isInteger));

const SPECIAL_IDS: Fields = {
  eos_token_id: honoured(
    'A token id or a list of them: with these a text ends. generation_config.json comes before it.',
    isIdOrList,
  ),
  ...each(
    ['bos_token_id', 'pad_token_id', 'sep_token_id', 'decoder_start_token_id'],
    honoured('A token id; below zero it names none.', Number.isInteger),
  ),
};

const GENERATION = ignored(
  'A default of generate(). The settings on the Models page are used instead.',
);

const GENERATION_FIELDS = [
  'max_length',
  'min_length',
  'do_sample',
  'early_stopping',
  'num_beams',
  'num_beam_groups',
  'diversity_penalty',
  'temperature',
  'top_k',
  'top_p',
  'typical_p',
  'repetition_penalty',
  'length_penalty',
  'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size',
  'bad_words_ids',
  'num_return_sequences',
  'remove_invalid_values',
  'exponential_decay_length_penalty',
  'suppress_tokens',
  'begin_suppress_tokens',
  'forced_bos_token_id',
  'forced_eos_token_id',
  'prefix',
  'task_specific_params',
];

const RETURNED = [
  'output_hidden_states',
  'output_attentions',
  'output_scores',
  'return_dict',
  'return_dict_in_generate',
  'use_return_dict',
  'use_cache',
  'output_past',
];

const RECORDS = [
  'transformers_version',
  '_name_or_path',
  'name_or_path',
  '_commit_hash',
  'finetuning_task',
  'tokenizer_class',
  'processor_class',
  'custom_pipelines',
  'model_max_length',
  '_num_labels',
];

const PROGRAM = [
  'attn_implementation',
  '_attn_implementation',
  '_attn_implementation_autoset',
  '_attn_implementation_internal',
  '_experts_implementation',
  'chunk_size_feed_forward',
  'torchscript',
  'use_bfloat16',
  'tf_legacy_loss',
  'gradient_checkpointing',
  'xla_device',
  'base_model_tp_plan',
  'base_model_pp_plan',
];

const oneAnswer = (value: unknown, { architectures }: FieldValues): boolean => {
  const names = Array.isArray(architectures) ? architectures.map(String) : [];
  const classifies = names.some((name) => name.endsWith('ForSequenceClassification'));
  return !classifies || value === 'single_label_classification' || value === 'regression';
};

export const COMMON_FIELDS: Fields = {
  model_type: honoured(
    'Decides the family. benchtop_ before it: written by this page in a form that no class of transformers reads.',
  ),
  architectures: honoured(
    'A class ForSequenceClassification brings its output layer; of other classes the layers that the language model lacks are named as not used.',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  ),
  vocab_size: honoured('Rows of the token embedding.'),
  tie_word_embeddings: honoured(
    'Whether the output layer is the token embedding.',
    (value) => typeof value === 'boolean',
  ),
  id2label: honoured(
    'Names of the classes of a classifier, from 0 without a gap. Decides their number where it is there.',
    (value) => typeof value === 'object' && !Array.isArray(value),
  ),
  num_labels: honoured('Number of classes of a classifier whose id2label is absent.'),
  label2id: ignored('The list of id2label the other way round, which decides.'),
  problem_type: honoured(
    'One class of several, or one number (regression; also where there is one label and nothing is said). For multi_label_classification, remove architectures and problem_type to read the model without its output layer.',
    oneAnswer,
  ),
  ...SPECIAL_IDS,
  ...each(GENERATION_FIELDS, GENERATION),
  ...each(RETURNED, ignored('What a call returns besides the result, or keeps between calls.')),
  ...each(RECORDS, ignored('A record of where the files came from.')),
  ...each(PROGRAM, ignored('How the same result is computed.')),
  ...each(
    ['torch_dtype', 'dtype'],
    ignored('Weights are read in the type of each tensor and computed with in float32.'),
  ),
  ...each(
    ['initializer_range', 'initializer_factor'],
    ignored('For weights that are made anew; these come from the file.'),
  ),
  is_encoder_decoder: refused('The family decides it.', [false]),
  is_decoder: refused('An encoder that is run as a decoder is not supported.', [false]),
  add_cross_attention: refused('Cross-attention to another model is not supported.', [false]),
  cross_attention_hidden_size: refused('Cross-attention to another model is not supported.'),
  tie_encoder_decoder: refused('The weights of encoder and decoder must be their own.', [false]),
  pruned_heads: refused('Prune the weights and save the model without this field.', isEmpty),
  quantization_config: honoured(
    `Only compressed-tensors is read, by the fields of its table. Other methods (gptq, awq, bitsandbytes, fp8, mxfp4, hqq, quanto, …) are not read. ${ELSEWHERE}`,
    (value) => isObject(value) && value.quant_method === 'compressed-tensors',
  ),
  factored_layers: honoured(
    'Written by Benchtop: modules whose weight is stored as two low-rank factors.',
    (value) => Array.isArray(value) && value.every((name) => typeof name === 'string'),
  ),
  compression_config: refused('A former name of quantization_config; save the model again.'),
  auto_map: refused('The model needs program code of its repository, which is not run here.'),
  adapters: refused('Merge the adapters into the weights and save the model again.', isEmpty),
  num_hidden_groups: honoured(
    'Written by this page: layers in so many groups share their weights, as in ALBERT.',
  ),
};

const NEIGHBOUR_NOTE = 'A field of another family that changes what is computed.';

/** Mask functions of transformers 5 look at it, whatever the class. */
export const CAUSAL_FIELD: Fields = {
  is_causal: refused('A decoder here sees what stands before a token, not behind it.', [true]),
};

/** Fields of related families: the class of transformers passes over them, but the weights would not. */
export const NEIGHBOUR_FIELDS: Fields = {
  ...CAUSAL_FIELD,
  ...each(
    [
      'alibi',
      'use_alibi',
      'parallel_attn',
      'use_parallel_residual',
      'use_qk_norm',
      'qk_layernorm',
      'qk_norm',
      'use_mrope',
      'use_moe',
      'embedding_scale',
      'scale_embeddings',
      'use_bidirectional_attention',
    ],
    refused(NEIGHBOUR_NOTE, [false]),
  ),
  ...each(
    [
      'logits_scaling',
      'logit_scale',
      'attention_multiplier',
      'embedding_multiplier',
      'residual_multiplier',
    ],
    refused(NEIGHBOUR_NOTE, [1]),
  ),
  ...each(
    [
      'final_logit_softcapping',
      'attn_logit_softcapping',
      'query_pre_attn_scalar',
      'clip_qkv',
      'no_rope_layers',
      'kv_lora_rank',
      'q_lora_rank',
    ],
    refused(NEIGHBOUR_NOTE),
  ),
  ...each(
    ['num_experts', 'num_local_experts', 'n_routed_experts', 'num_experts_per_tok'],
    refused(NEIGHBOUR_NOTE, [0, 1]),
  ),
};
