// Errors and warnings of the host. They cross the Worker as data; the page translates by `code`.
import { BenchtopError } from '../../gpu/errors';

type Fields = Record<string, string | number>;

export interface LabErrorData {
  code: string;
  /** English sentence, shown where no translation of the code exists. */
  message: string;
  fields: Fields;
}

/** By code, with the fields in it. Behind a dot: another sentence of the same code. */
const SENTENCES = {
  adapter_alone: 'This is an adapter: bring its model first, then add it there.',
  asset_missing: 'The file {{path}}, which comes with the lab, is not there ({{status}}).',
  bad_checkpoint: 'The examples of this run cannot be read.',
  bad_stages: 'Unknown compression stages: {{reason}}.',
  'bad_stages.twice': 'Variants need unique names: {{reason}}.',
  'bad_stages.json': 'The pipeline is not valid JSON: {{reason}}',
  characters_left_out:
    '{{count}} of {{all}} characters of the texts have no token in this model and are left out: {{characters}}',
  characters_unknown:
    '{{count}} of {{all}} characters of the texts have no token in this model and are read as the unknown token: {{characters}}',
  epochs_not_used:
    'num_train_epochs ({{epochs}}) is not used: the examples of this task have no end. max_steps ({{steps}}) decides.',
  examples_cut: '{{count}} of {{all}} examples are longer than {{length}} tokens and are cut.',
  examples_missing: 'The run needs its dataset first.',
  examples_listed_twice: 'The dataset "{{set}}" is listed twice. Remove one.',
  output_layers_left_out:
    'The model is saved and exported with the output layer of {{own}} alone; those of {{others}} are left out.',
  forgetting_imported:
    'Forgetting is not measured for {{name}}: its pretraining text is not available. Choose a general text to measure it.',
  forgetting_own_text:
    'Forgetting is not measured for {{name}}: the text that it was trained on is not built in. Choose a general text to measure it.',
  gradient_not_finite:
    'Step {{step}} was skipped: {{tensor}} is not finite; the parameters stayed as they were.',
  loss_diverges:
    'The loss has risen to {{loss}} by step {{step}}, from {{first}}: the run diverges. Lower the learning rate ({{rate}}).',
  models_storage_full:
    'The browser storage is full: this model could not be saved. Delete a model or a saved run, or free disk space.',
  mask_cut: 'The first {{mask}} stands behind the {{most}} tokens that the model reads.',
  no_classifier: '{{name}} has no output layer that classifies.',
  no_embeddings: '{{name}} is an encoder-decoder: its texts are not compared as vectors here.',
  no_tokens: 'The model has no token for anything in "{{text}}".',
  no_files: 'No file was found.',
  no_mask: 'The text has no mask to fill: write {{mask}} where a token is missing.',
  no_mask_head:
    '{{name}} has no output layer for masks: only BERT and DistilBERT with a masked-LM head fill them.',
  no_heads_to_remove: 'This {{family}} has no attention heads that can be pruned.',
  model_lacks_tokens:
    'The vocabulary of {{name}} lacks special tokens that its objective needs: it cannot be evaluated by it.',
  no_layers_to_share: 'The layers of this {{family}} are not alike, or share weights already.',
  no_predictions: '{{name}} has no output layer whose predictions could be evaluated.',
  no_prompting: '{{name}} does not generate text, so in-context learning cannot be evaluated.',
  nothing_to_compare: 'The run has no model to compare.',
  'nothing_to_compare.no_text': 'There is no text to evaluate this model on.',
  'nothing_to_compare.too_short': 'The held-out text is too short for this model.',
  nothing_to_export: 'The run has no model yet.',
  'nothing_to_export.no_adapter': 'The run does not train a LoRA adapter.',
  'nothing_to_export.study_model':
    'The models that a study makes are gone with a reload: run it again.',
  one_own_text: 'Only one text that is not built in can be read: {{a}} or {{b}}.',
  own_text_missing:
    '{{name}} was trained on "{{text}}", which is not here: bring it again, or choose another text.',
  other_classes: 'This classifier says {{labels}}; the set has other classes.',
  'other_classes.examples': 'This classifier says {{labels}}; the examples have {{wanted}}.',
  prompt_empty:
    'The prompt is empty and the model names no beginning token: the text goes on behind {{token}}.',
  prompt_left_out: 'The text never uses {{characters}}: the prompt was read without it.',
  prompt_too_long:
    'The prompt has {{tokens}} tokens, and max_length is {{length}}: nothing is left to generate.',
  prune_groups: 'In groups of four, one, two or three weights go, and all at once.',
  recovery_other_tokens:
    'This model cuts text in its own way: it cannot be trained on with the text of the reference.',
  regression_not_compared:
    '{{name}} predicts a number: comparing and compressing measure classes, tokens and answers alone.',
  run_open_elsewhere: 'The run {{runId}} is open in another tab.',
  stage_after_low_rank:
    'Factored matrices can neither lose heads nor be factored again: put low rank behind.',
  stage_after_quantized: 'Nothing can follow once weights are packed: put that stage last.',
  storage_full:
    'The browser storage is full: this run cannot be saved and will be lost when the page closes. Delete a saved run to free space.',
  student_has_other_shape:
    "{{name}} cannot be copied: the student needs the teacher's family, width and heads.",
  study_stopped: 'The study was stopped before it started.',
  eval_task_twice: 'An evaluation task can be chosen only once.',
  text_not_known: 'It is not known what {{name}} was trained on: choose a text.',
  text_missing: 'The corpus "{{corpus}}" needs its text first: import or download it.',
  too_few_examples:
    'At least two different examples are needed: one to learn from, one to be measured on.',
  unknown_ready: 'There is no ready-made model "{{id}}".',
  unknown_adapter: 'This LoRA adapter no longer exists.',
  unknown_base: 'There is no base model {{id}}.',
  unknown_corpus: 'There is no corpus "{{corpus}}".',
  unknown_examples: 'There is no dataset "{{set}}".',
  unknown_job: 'What was asked for could not be stored, and is lost with the reload: ask again.',
  unknown_kernel: 'The step has no dispatch {{index}}.',
  unknown_model: 'This model no longer exists.',
  unknown_parameter: 'The model has no weight named {{name}}.',
  unknown_run: 'There is no run {{runId}}.',
  unknown_segment:
    'The tokenizer marks tokens as segment {{segment}}; the model has {{rows}} segments (type_vocab_size), counted from 0.',
  variant_let_go:
    'The model {{id}} is no longer held: compare it again, alone if it is large, then keep it.',
};

/** `{{…}}` as in the page's words. */
export const filled = (sentence: string, fields: Readonly<Record<string, unknown>>): string =>
  sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(fields[name]));

/** What did not work, or what the user should know, as data. */
export function errorData(name: keyof typeof SENTENCES, fields: Fields = {}): LabErrorData {
  const [code = name] = name.split('.');
  return { code, message: filled(SENTENCES[name], fields), fields };
}

/** The same, to be thrown. */
export function hostError(...described: Parameters<typeof errorData>): BenchtopError {
  const { code, message, fields } = errorData(...described);
  return new BenchtopError(code, message, fields);
}
