// Every field of TrainingArguments, with those that earlier versions had, those of the classes built on it
// that mean something here, and the settings that Benchtop has beyond it.
import { honoured, ignored, refused, type FieldRule, type FieldTable } from './fieldTable';

type Rows = Readonly<Record<string, FieldRule>>;

/** OptimizerNames whose update is one of those here, and what this lab calls it. */
export const OPTIMIZER_NAMES: Readonly<Record<string, string>> = {
  adamw: 'adamw',
  adamw_hf: 'adamw',
  adamw_torch: 'adamw',
  adamw_torch_fused: 'adamw',
  adamw_torch_xla: 'adamw',
  adamw_torch_npu_fused: 'adamw',
  adamw_apex_fused: 'adamw',
  paged_adamw: 'adamw',
  paged_adamw_32bit: 'adamw',
  sgd: 'sgd',
  lion: 'lion',
  lion_32bit: 'lion',
  paged_lion_32bit: 'lion',
  adafactor: 'adafactor',
  muon: 'muon',
};

/** SchedulerType names that are computed here. */
const SCHEDULER_NAMES = [
  'linear',
  'cosine',
  'cosine_with_min_lr',
  'constant',
  'constant_with_warmup',
  'polynomial',
  'warmup_stable_decay',
] as const;

/** Written into `optim_args`, where TrainingArguments has no field of the name. */
export const OWN_SETTINGS = [
  'max_length',
  'eval_windows',
  'momentum',
  'nesterov',
  'ns_steps',
  'aux_learning_rate',
  'aux_weight_decay',
  'scale_parameter',
  'num_decay_steps',
  'ema_decay',
  'use_ema',
] as const;

const INTERVALS = 'Below 1: a share of all updates, rounded up.';
const STRATEGIES = ['no', 'steps', 'epoch'];
const ONE_DEVICE = 'Training runs on one device.';
const NO_REPORT = 'Nothing is reported to a service.';
const NO_HUB = 'Nothing is uploaded; use Export.';
const LOADER = 'Batches are written in the tab; their content does not depend on it.';
const SPEED_ALONE = 'Changes the speed alone.';
const SCRIPT = 'For scripts around Trainer; Trainer itself does not use it.';
const PRECISION = 'Training computes in float32; the result differs by rounding alone.';
const REMOVED = 'Removed from transformers.';

const all = (names: readonly string[], rule: FieldRule): Rows =>
  Object.fromEntries(names.map((name) => [name, rule]));

/** Options of Accelerate that change nothing here. */
const isPlainAccelerator = (value: unknown): boolean =>
  typeof value === 'object' &&
  !(value as { split_batches?: unknown }).split_batches &&
  !(value as { gradient_accumulation_kwargs?: unknown }).gradient_accumulation_kwargs;

// oxfmt-ignore
const DURATION: Rows = {
  per_device_train_batch_size: honoured('Examples, or windows of a text, in a batch. Default 8.'),
  num_train_epochs: honoured('Updates = ceil(epochs × updates per epoch); updates per epoch = ceil(batches / gradient_accumulation_steps), batches = ceil(examples / batch size). For a text the examples are its windows of the context length, without the rest. Default 3, where max_steps is not positive. Windows are drawn at random, not each once.'),
  max_steps: honoured('Optimizer updates. Where positive, it wins over num_train_epochs; 0 and below count as not given.'),
  gradient_accumulation_steps: honoured('Batches whose gradients are added before an update.'),
  dataloader_drop_last: honoured('The last incomplete batch of an epoch does not count in the updates per epoch.'),
  max_length: honoured('Longest sequence in tokens (SFTConfig, and Benchtop). The context of the model is a limit too.'),
  max_seq_length: honoured('Earlier name of max_length in SFTConfig.'),
  per_gpu_train_batch_size: honoured(`${REMOVED} Read as per_device_train_batch_size, over which it wins.`),
  auto_find_batch_size: ignored('The batch size stays as given; the memory plan tells beforehand whether it fits.'),
};

// oxfmt-ignore
const RATE: Rows = {
  learning_rate: honoured('The peak of the schedule.'),
  lr_scheduler_type: honoured('Computed: linear, cosine, cosine_with_min_lr, constant, constant_with_warmup, polynomial with power 1, warmup_stable_decay. constant has no warmup, as in transformers.', SCHEDULER_NAMES),
  lr_scheduler_kwargs: honoured('Of cosine: num_cycles 0.5. Of cosine_with_min_lr: min_lr or min_lr_rate. Of polynomial: lr_end, power 1. Of warmup_stable_decay: num_decay_steps, min_lr_ratio, linear warmup and cosine decay. Any other is reported. A JSON string is parsed.'),
  warmup_steps: honoured('Updates; below 1 a share of all updates, rounded up. Wins over warmup_ratio where positive, in any order. The first update uses peak / (warmup + 1), where Trainer uses 0.'),
  warmup_ratio: honoured('Deprecated; read as warmup_steps below 1 where warmup_steps is not positive. From 0 to below 1.', (value) => Number(value) < 1),
  min_learning_rate: honoured("Benchtop's own: the end of the schedule. Written as lr_scheduler_kwargs."),
  num_decay_steps: honoured("Benchtop's own: the decay of warmup_stable_decay, below 1 a share of all updates. Written as lr_scheduler_kwargs, and a share into optim_args too."),
};

// oxfmt-ignore
const OPTIMIZER: Rows = {
  optim: honoured('Names whose update is the same are read alike: AdamW (torch, fused, XLA, NPU, apex, paged), SGD without momentum, Lion, Adafactor. Use one of the accepted names; 8-bit, 4-bit, GaLore, APOLLO, LOMO and others are not computed here.', Object.keys(OPTIMIZER_NAMES)),
  optim_args: honoured(`Pairs key=value, separated by commas. Read: ${OWN_SETTINGS.join(', ')}. Any other key is reported.`),
  adafactor: honoured(`${REMOVED} true: optim is adafactor.`),
  optim_target_modules: refused('Selects modules for GaLore and APOLLO, which are not computed here. Remove it.'),
  weight_decay: honoured('Of matrices alone: biases and norms are left out, as Trainer does.'),
  adam_beta1: honoured('Of AdamW and Lion.'),
  adam_beta2: honoured('Of AdamW and Lion.'),
  adam_epsilon: honoured('Of AdamW.'),
  max_grad_norm: honoured('0 and null turn clipping off.'),
  label_smoothing_factor: refused('Targets are not smoothed. Set it to 0.', [0, 0.0]),
  neftune_noise_alpha: refused('No noise is added to embeddings. Remove it.', [0]),
  momentum: honoured("Benchtop's own: of SGD and Muon. Written into optim_args."),
  nesterov: honoured("Benchtop's own: of SGD. Written into optim_args."),
  ns_steps: honoured("Benchtop's own: of Muon. Written into optim_args."),
  aux_learning_rate: honoured("Benchtop's own: of the AdamW beside Muon. Written into optim_args."),
  aux_weight_decay: honoured("Benchtop's own: of the AdamW beside Muon. Written into optim_args."),
  scale_parameter: honoured("Benchtop's own: of Adafactor; false in Trainer. Written into optim_args."),
  ema_decay: honoured("Benchtop's own: moving average of the weights. Written into optim_args."),
  use_ema: honoured("Benchtop's own: evaluate with the moving average. Written into optim_args."),
};

// oxfmt-ignore
const WATCHING: Rows = {
  logging_strategy: honoured('One of no, steps, epoch.', STRATEGIES),
  logging_steps: honoured(`Updates between two lines of the log; default 500. ${INTERVALS}`),
  eval_strategy: honoured('One of no, steps, epoch. With no, held-out loss is measured at the start and at the end.', STRATEGIES),
  evaluation_strategy: honoured('Earlier name of eval_strategy, which wins.', STRATEGIES),
  evaluate_during_training: honoured(`${REMOVED} true: eval_strategy is steps.`),
  eval_steps: honoured(`Updates between two evaluations; logging_steps where eval_strategy is steps and it is not given. Read without eval_strategy too. ${INTERVALS}`),
  eval_windows: honoured("Benchtop's own: windows in an evaluation. Written into optim_args."),
  eval_delay: refused('Evaluation begins with the first interval. Set it to 0.', [0]),
  eval_on_start: ignored('Held-out loss is measured before the first update in any case.'),
  save_strategy: honoured('One of no, steps, epoch; the state at the end is kept in any case. best is not supported: use steps.', STRATEGIES),
  save_steps: honoured(`Updates between two checkpoints; 500 where save_strategy is steps and it is not given. ${INTERVALS}`),
  load_best_model_at_end: refused('The model at the end is the one of the last update. Set it to false.', [false]),
  metric_for_best_model: ignored('Nothing without load_best_model_at_end.'),
  greater_is_better: ignored('Nothing without load_best_model_at_end.'),
  save_total_limit: ignored('One checkpoint of a run is kept, the latest.'),
};

// oxfmt-ignore
const REPRODUCING: Rows = {
  seed: honoured('Of weights, batches and dropout.'),
  data_seed: refused('The batches are drawn from seed. Remove it, or set it to the value of seed.', (value, { seed = 42 }) => Number(value) === Number(seed)),
  full_determinism: ignored('A run is deterministic in any case.'),
  train_sampling_strategy: refused('Examples are shuffled. Use random.', ['random']),
  group_by_length: refused(`${REMOVED} Examples are shuffled. Set it to false.`, [false]),
  gradient_checkpointing: honoured('Activations are computed again in the backward pass.'),
  gradient_checkpointing_kwargs: ignored('Options of torch.utils.checkpoint; the result is the same.'),
  deepspeed: refused('A DeepSpeed configuration replaces optimizer, schedule and batch size. Remove it and set these here.', ['', false]),
  accelerator_config: refused('Batches are not split, and their number between two updates is gradient_accumulation_steps. Remove split_batches, gradient_accumulation_kwargs and the name of a file.', isPlainAccelerator),
  resume_from_checkpoint: ignored('A saved run is resumed from Saved runs.'),
  ignore_data_skip: ignored('A resumed run goes on exactly where it was.'),
};

const IGNORED: Rows = {
  ...all(
    ['bf16', 'fp16', 'bf16_full_eval', 'fp16_full_eval', 'tf32', 'fp16_opt_level'],
    ignored(PRECISION),
  ),
  ...all(['fp16_backend', 'half_precision_backend'], ignored(PRECISION)),
  ...all(
    [
      'torch_compile',
      'torch_compile_backend',
      'torch_compile_mode',
      'torchdynamo',
      'use_liger_kernel',
      'liger_kernel_config',
      'torch_empty_cache_steps',
      'jit_mode_eval',
      'use_ipex',
      'per_device_eval_batch_size',
      'per_gpu_eval_batch_size',
      'eval_accumulation_steps',
      'eval_do_concat_batches',
      'eval_use_gather_object',
      'batch_eval_metrics',
      'use_legacy_prediction_loop',
      'use_cache',
    ],
    ignored(SPEED_ALONE),
  ),
  ...all(['use_cpu', 'no_cuda', 'use_mps_device'], ignored("Training runs on the tab's GPU.")),
  ...all(
    [
      'ddp_find_unused_parameters',
      'ddp_bucket_cap_mb',
      'ddp_broadcast_buffers',
      'ddp_backend',
      'ddp_timeout',
      'xpu_backend',
      'sharded_ddp',
      'fsdp',
      'fsdp_config',
      'fsdp_min_num_params',
      'fsdp_transformer_layer_cls_to_wrap',
      'parallelism_config',
      'local_rank',
      'tpu_num_cores',
      'mp_parameters',
      'average_tokens_across_devices',
      'log_on_each_node',
      'save_on_each_node',
      'log_level_replica',
      'dispatch_batches',
      'ray_scope',
    ],
    ignored(ONE_DEVICE),
  ),
  ...all(
    [
      'dataloader_num_workers',
      'dataloader_pin_memory',
      'dataloader_persistent_workers',
      'dataloader_prefetch_factor',
    ],
    ignored(LOADER),
  ),
  ...all(
    ['remove_unused_columns', 'label_names', 'length_column_name'],
    ignored('Columns are chosen where the examples are read.'),
  ),
  ...all(
    ['report_to', 'run_name', 'project', 'trackio_space_id', 'logging_dir'],
    ignored(NO_REPORT),
  ),
  ...all(
    [
      'push_to_hub',
      'push_to_hub_model_id',
      'push_to_hub_organization',
      'push_to_hub_token',
      'hub_token',
      'hub_private_repo',
      'hub_model_id',
      'hub_strategy',
      'hub_always_push',
      'hub_revision',
    ],
    ignored(NO_HUB),
  ),
  ...all(['do_train', 'do_eval', 'do_predict'], ignored(SCRIPT)),
  ...all(
    [
      'logging_first_step',
      'logging_nan_inf_filter',
      'include_num_input_tokens_seen',
      'include_tokens_per_second',
      'log_level',
      'disable_tqdm',
      'debug',
      'tpu_metrics_debug',
      'skip_memory_metrics',
    ],
    ignored('What is logged is shown on the page in any case.'),
  ),
  ...all(
    [
      'prediction_loss_only',
      'include_for_metrics',
      'include_inputs_for_metrics',
      'past_index',
      'predict_with_generate',
      'generation_max_length',
      'generation_num_beams',
      'generation_config',
      'sortish_sampler',
    ],
    ignored('Concerns metrics and predictions of Trainer, which are not computed here.'),
  ),
  ...all(
    [
      'output_dir',
      'overwrite_output_dir',
      'save_only_model',
      'save_safetensors',
      'enable_jit_checkpoint',
      'restore_callback_states_from_checkpoint',
    ],
    ignored('Runs are kept in the browser; files are written by Export.'),
  ),
  split_batches: refused(`${REMOVED} Batches are not split. Set it to false.`, [false]),
};

export const TRAINING_ARGUMENTS_TABLE: FieldTable = {
  id: 'training_arguments',
  file: 'training_args.json',
  title: 'TrainingArguments',
  reference: 'transformers 5, TrainingArguments and Trainer; the fields that earlier versions had',
  fields: { ...DURATION, ...RATE, ...OPTIMIZER, ...WATCHING, ...REPRODUCING, ...IGNORED },
  unknown: 'reported',
};
