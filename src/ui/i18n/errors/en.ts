// Errors by their `code`; `unexpected` shows the engine's own sentence.
export const enErrors = {
  unexpected: 'Unexpected error: {{message}}',
  empty_file: 'This file is empty. Nothing has changed.',
  binary_file_unknown:
    'This is not a text file: it contains bytes that are not valid text. Save it as plain text (UTF-8) and import it again.',
  binary_file:
    'This is not a text file (it looks like {{format}}). Save it as plain text (UTF-8) and import it again.',
  not_utf8:
    'This text is not UTF-8 (first invalid byte: {{offsetBytes}}). Save it as UTF-8 in an editor and import it again.',
  too_large: 'This file is {{size}}; the limit is {{limit}}. Import a smaller part of it.',
  too_short:
    'This text has {{chars}} characters; training needs at least {{minChars}}. Use a longer text.',
  epochs_not_used:
    'num_train_epochs ({{epochs}}) is ignored: this task generates examples without end, so max_steps ({{steps}}) sets the length of the run.',
  not_json: 'This is not a JSON object ({{reason}}). Nothing has changed.',
  unreadable:
    'This file could not be read. If it is a folder or in cloud storage, copy the file to this computer first.',
  offline:
    'The download failed: you may be offline, or the address may be blocked. Everything else on this page works offline.',
  http: 'The download failed: the server returned status {{status}}. Try again later.',
  http_missing:
    'There is no file at this URL (status {{status}}). Check that the URL points to the file itself.',
  http_refused:
    'The server requires authentication for this file (status {{status}}). Download it while signed in, and import the file.',
  bad_address: 'This is not a URL of a file: it must begin with https://.',
  hub_name:
    'This is not a repository on the Hugging Face Hub. Enter owner/name, owner/name@revision or https://huggingface.co/owner/name.',
  hub_kind:
    '{{name}} is in the {{kind}} section of the Hub. Import models on the Models page and datasets on the Data page.',
  hub_gated:
    '{{name}} is gated: only accounts that accepted its conditions can download it. Accept them on {{page}}, download the files there and drop them here.',
  hub_private: '{{name}} is private or does not exist. Check the name on {{page}}.',
  hub_missing: 'The Hub has no public repository {{name}}. Check the name on {{page}}.',
  hub_no_revision: '{{name}} has no branch, tag or commit “{{revision}}”. See {{page}}.',
  hub_busy:
    'The Hub received too many requests from this address. Wait a few minutes and try again.',
  hub_down: 'The Hub is currently unavailable (status {{status}}). Try again later.',
  hub_answer:
    'The response is not the Hub’s list of files: it may be a network sign-in page, or the response was truncated. Open {{page}} in another tab, then try again.',
  bad_gzip:
    '{{name}} is a damaged or truncated gzip file. Download it again, or unpack it yourself and import its contents.',
  hub_no_files:
    '{{name}} has no file at {{place}} that can be read (text, JSON, JSON lines, CSV, TSV, parquet). Check the folder, or open the address of a file.',
  hidden_split:
    'The labels of the {{split}} split of {{name}} are not published. Choose one of: {{known}}.',
  unknown_split: '{{name}} has no {{split}} split to evaluate on. Available: {{known}}.',
  unknown_card: 'There is no dataset card named {{name}}.',
  hidden_labels:
    'Every label in the column {{column}} is −1, as in the test splits of benchmarks, whose labels are not published. Choose the validation split.',
  hash_mismatch:
    'The downloaded file is corrupted: its checksum does not match. Download it again.',
  bad_parquet: 'This Parquet file cannot be read: {{reason}}',
  bad_pattern: 'This is not a valid regular expression: {{reason}}',
  no_data_rows: '{{name}} has a header but no rows. Choose a file with data rows.',
  no_rows:
    '{{name}} is plain text without columns. Choose a CSV, TSV, JSON, JSON lines or Parquet file.',
  json_in_table:
    '{{name}} contains JSON, not a table. If it is data, rename it to .json or .jsonl; if it is an error returned by a server, download it again.',
  json_shape:
    '{{name}} contains no list of rows in a supported layout (keys: {{keys}}). Save it as a list of objects, or as JSON lines.',
  json_error_page: '{{name}} contains an error message, not data: {{message}}',
  parquet_stalled:
    'Reading {{name}} made no progress for {{seconds}} seconds and was stopped: the Parquet file is damaged. Write it again, or export it as CSV or JSON lines.',
  no_documents:
    'No documents are left: nothing could be read, or the cleaning steps removed everything. Check the rejected rows, or turn steps off.',
  aborted: 'Cancelled.',
  study_stopped: 'The study was stopped before it started.',
  engine_not_loaded: 'The engine could not be loaded. Reload the page.',
  device_lost:
    'The GPU device was lost: the driver or the browser reset it. Reopen the GPU, then start again or resume the run from its last checkpoint.',
  out_of_memory:
    'Out of memory at {{where}}. Choose fewer layers, less width, a shorter context or a smaller batch size, or close other tabs and programs.',
  gpu_validation:
    'WebGPU validation error at {{where}}: {{detail}}. Later results are discarded; checkpoints are unchanged. Start again; if it recurs, update the browser and the GPU driver, and report it with this message.',
  gpu_internal:
    'The GPU driver failed at {{where}}: {{detail}}. Later results are discarded; checkpoints are unchanged. Start again; if it recurs, update the GPU driver.',
  gpu_readback:
    'Reading results back from the GPU failed at {{where}}: {{detail}}. Later results are discarded; checkpoints are unchanged. Start again; if it recurs, restart the browser.',
  gpu_silent:
    'The GPU stopped responding at {{where}}; its device was closed. Checkpoints are unchanged. Start again; if it recurs, close other programs that use the GPU or restart the browser.',
  cpu_trap:
    'A kernel failed on the CPU: {{detail}}. Later results are discarded; checkpoints are unchanged. Start again; if it recurs, report it with this message.',
  cpu_thread_lost:
    'A thread of the CPU engine ended or stopped responding: {{detail}}. Later results are discarded; checkpoints are unchanged. Start again; if it recurs, close other tabs and programs or restart the browser.',
  no_webgpu: 'This browser does not support WebGPU. See “Getting WebGPU” in the help.',
  cpu_refused: 'The CPU engine could not be opened: {{detail}}.',
  no_adapter: 'No GPU is available. See “Getting WebGPU” in the help.',
  device_refused: 'A GPU adapter was found, but its device could not be opened: {{detail}}.',
  own_text_missing:
    '{{name}} was trained on “{{text}}”, which is not in this browser. Import that file again, or choose another text.',
  text_not_known: 'The training text of {{name}} is unknown. Choose a text.',
  text_missing: 'The text of this corpus is missing: import or download it first.',
  generation_constraint_stops:
    'A constraint decides itself where the text ends. Remove the stop strings or the constraint.',
  generation_assistant_texts:
    'Speculative decoding generates a single text: set num_return_sequences and num_beams to 1.',
  generation_assistant_family:
    'Speculative decoding needs two models that continue texts (decoders): {{name}} does not.',
  generation_assistant_tokenizer:
    'The tokenizer of {{assistant}} differs from that of {{name}}. A draft model needs the same tokenizer.',
  generation_unknown: 'There is no generation setting {{setting}}.',
  generation_number:
    '{{setting}} is {{value}}; it must be a number between {{least}} and {{most}}.',
  generation_integer:
    '{{setting}} is {{value}}; it must be a whole number between {{least}} and {{most}}.',
  generation_value: '{{setting}} cannot be {{value}}.',
  generation_beams_sample:
    'Beam search does not sample: with {{beams}} beams, set temperature to 0 (it is {{temperature}}).',
  generation_greedy_texts:
    'Greedy search finds one text. For {{texts}} texts, raise the temperature above 0 or use beam search.',
  generation_texts_beams:
    'num_return_sequences is {{texts}}, but there are only {{beams}} beams: a search returns at most one text per beam.',
  generation_lengths: '{{shortest}} ({{least}}) is greater than {{longest}} ({{most}}).',
  generation_token:
    '{{setting}} contains token ID {{id}}, but the model has {{rows}} tokens, numbered from 0.',
  generation_nothing_left:
    'No token may come next: banned, suppressed or forced tokens and constraints leave none. Loosen one of them.',
  generation_not_finite:
    'The logits of this model are not finite numbers: its training has diverged, or its weights are damaged.',
  asset_missing: 'A built-in file is missing from the installation ({{path}}).',
  unknown_ready: 'There is no ready-made model “{{id}}”.',
  prompt_too_long:
    'The prompt has {{tokens}} tokens, and max_length is {{length}}: nothing is left to generate.',
  prompt_left_out:
    'The training text does not contain {{characters}}, so the prompt was used without it. Change the prompt, or choose the byte tokenizer.',
  unknown_character:
    'The prompt contains a character that is not in the training text: {{character}}. Change the prompt, or choose the byte tokenizer.',
  no_config: 'config.json is missing, which defines the model. Choose the whole folder.',
  no_weights:
    'The folder must contain model.safetensors, or its shards with model.safetensors.index.json.',
  pickle_only:
    'The weights are in {{file}}, a pickle format that can execute code. Only safetensors is supported; most models on the Hub provide it.',
  lfs_pointer:
    '{{file}} is a Git LFS pointer, not the file itself. Run “git lfs pull” in the repository, or download the file from its page on the hub.',
  web_page:
    '{{file}} is a web page, not the file itself: the download saved a page that says “not found” or “sign in”. Download the file again.',
  unsupported_field: '{{file}}: {{key}} = {{value}} is not supported. {{note}}',
  unknown_field:
    '{{file}}: the unknown field {{key}} could change the results. Remove it if it does not matter.',
  unsupported_family:
    'config.json says model_type = {{value}}. These model types are supported: {{known}}.',
  config_too_large: 'config.json: {{key}} is {{value}}; the maximum is {{most}}.',
  bad_labels: 'The class names in config.json cannot be read: {{reason}}.',
  leftover_tensors:
    'The weights contain {{count}} tensors that are not part of the model in config.json and would change its results: {{tensors}}. Check that config.json belongs to these weights.',
  bad_packed: 'The compressed weights of {{module}} cannot be read: {{reason}}.',
  quantized_weights:
    'These weights are quantized ({{method}}: {{tensors}}). Only floating-point weights are supported: dequantize the model with the library that quantized it and save it again, or use the original model.',
  not_finite_weights:
    '{{tensor}} has {{count}} values that are NaN or infinite. The training run diverged, or values overflowed in float16; use an earlier checkpoint.',
  inexact_weights:
    '{{tensor}} has {{count}} float64 values that float32 cannot represent exactly. Convert the model to float32 and save it again.',
  other_format: '{{file}} does not match its file name: it looks like {{format}}.',
  json_encoding:
    '{{file}} is {{encoding}}. The files of a model must be UTF-8 without a byte order mark: save it again as UTF-8.',
  json_not_a_number:
    '{{file}} has {{value}} at {{key}}, which is not valid JSON. Write a number or null instead.',
  json_too_deep: '{{file}} is nested more than {{most}} levels deep.',
  zip_grows:
    'This zip file would unpack to {{size}}, far more than its own size, and was not unpacked. If you trust it, unpack it yourself and drop the folder.',
  no_tokenizer:
    'The tokenizer is missing: tokenizer.json, or vocab.json with merges.txt, or vocab.txt.',
  bad_tokenizer: 'The tokenizer cannot be read. {{file}}: {{reason}}.',
  unsupported_pattern:
    'The regular expression {{pattern}} is not supported: {{what}} at character {{at}}.',
  pattern_too_slow:
    'The regular expression {{pattern}} needs too many steps for this text. Rewrite it without quantifiers inside quantifiers.',
  no_unknown_token:
    'The text contains {{text}}, which is not in the vocabulary, and the tokenizer has no unknown token.',
  limit_too_small:
    'A maximum length of {{maxTokens}} tokens is too small: the special tokens alone take {{added}}.',
  bad_json_file: '{{file}} is not a JSON object: {{reason}}.',
  vocabulary_too_large:
    'The tokenizer has {{tokens}} tokens, the embedding {{rows}} rows: {{extra}} tokens have no embedding. Call resize_token_embeddings on the model and save it again.',
  unsupported_model: 'config.json sets {{key}} = {{value}}, which is not supported.',
  bad_config: 'config.json is not supported: {{reason}}.',
  bad_whole: '{{file}}: {{key}} is {{value}}. Write a whole number above 0.',
  bad_number: '{{file}}: {{key}} is {{value}}. Write a number of at least 0.',
  bad_theta: '{{file}}: {{key}} is {{value}}. Write a number above 0.',
  bad_head:
    '{{file}}: {{key}} is {{value}}. Heads turned by dynamic positions are at least 4 wide.',
  bad_factor: '{{file}}: {{key}} is {{value}}. Write a number of at least 1.',
  bad_factors:
    "{{file}}: {{key}} is {{value}}. Write a list of numbers above 0, one for each pair of a head's numbers.",
  wrong_layer_count: '{{file}}: {{key}} has {{count}} entries for {{layers}} layers.',
  bad_flag: '{{file}}: {{key}} is {{value}}. Write true or false.',
  bad_id: '{{file}}: {{key}} is {{value}}. Write the id of a token of the vocabulary.',
  not_divisible: '{{file}}: {{key}} = {{value}} is not a multiple of {{by}} = {{divisor}}.',
  fields_disagree:
    '{{file}}: {{key}} ({{first}}) and {{other}} ({{second}}) mean the same and differ. Remove the wrong one.',
  missing_tensor:
    'The weights lack {{count}} tensors of the model in config.json: {{tensor}}. The first name in the file is {{example}}.',
  adapter_lacks_tensor: 'The adapter lacks {{tensor}}.',
  text_answer:
    '{{file}} holds text in place of weights: “{{text}}”. The download has saved what the server answered: download the file again, signed in where the model asks for it.',
  lone_shard:
    '{{file}} is shard {{shard}} of {{shards}}. Add the others and model.safetensors.index.json.',
  wrong_shape: '{{tensor}} has shape {{got}} in the file; config.json requires {{expected}}.',
  bad_index: 'model.safetensors.index.json cannot be used: {{reason}}.',
  bad_zip: 'This zip file cannot be read: {{reason}}.',
  zip_too_large: 'A zip file is limited to 4 GiB. Save into a folder instead.',
  no_files: 'No file was found.',
  hub_no_model: '{{name}} has no config.json with safetensors weights in the folder {{folder}}.',
  models_storage_full:
    'The browser storage is full: this model could not be saved. Delete a model or a saved run, or free disk space.',
  adapter_alone:
    'This is a LoRA adapter without its base model. Import the base model first, then add the adapter to it.',
  no_lora:
    'A LoRA adapter consists of adapter_config.json and adapter_model.safetensors; one of them is missing.',
  foreign_tensor:
    'The LoRA adapter contains {{tensor}}, which does not match any layer of this model.',
  no_prompting: '{{name}} does not generate text, so in-context learning cannot be evaluated.',
  characters_left_out:
    '{{count, number}} of {{all, number}} characters of the texts have no token in this model and are left out: {{characters}}',
  characters_unknown:
    '{{count, number}} of {{all, number}} characters of the texts have no token in this model and are read as the unknown token: {{characters}}',
  one_own_text: 'Only one text that is not built in can be read at a time: {{a}} or {{b}}.',
  text_sizes_differ:
    'The text {{corpus}} is listed with two sizes. Give it the same size everywhere.',
  text_listed_twice:
    'The text {{corpus}} is listed twice from step {{step}} on. Remove one, or add up their shares.',
  objective_listed_twice:
    'The objective {{kind}} is listed twice on the text {{corpus}}. Remove one.',
  forgetting_own_text:
    'Forgetting is not measured for {{name}}: it was not trained on a built-in corpus. Choose a general text to measure it.',
  forgetting_imported:
    'Forgetting is not measured for {{name}}: its pretraining text is not available here. Choose a general text to measure it.',

  no_embeddings:
    '{{name}} is an encoder-decoder: texts are compared as vectors by encoders and decoders only.',
  no_tokens: 'The model has no token for anything in “{{text}}”.',
  no_chat_template: 'This model has no chat template named {{name}}.',
  chat_template_bad:
    'The chat template of this model cannot be used here: {{reason}}. Write the prompt yourself instead.',
  chat_template_raised: 'The chat template refuses these messages: {{reason}}',
  mask_cut:
    'The first {{mask}} is beyond the {{most}} tokens that the model reads: shorten the text.',
  no_mask: 'The text has no mask: write {{mask}} where a token is missing.',
  no_mask_head:
    '{{name}} has no masked language modeling head. BERT and DistilBERT models with one fill masks.',
  no_classifier: '{{name}} has no classification head: fine-tune it on labeled examples first.',
  other_classes: 'The classes of this classifier are {{labels}}; the examples have other classes.',
  unknown_adapter: 'This LoRA adapter no longer exists.',
  unknown_model: 'This model no longer exists.',
  storage_full:
    'The browser storage is full: this run cannot be saved and will be lost when the page closes. Delete a saved run to free space.',
  bad_checkpoint: 'This checkpoint cannot be read by this version.',
  nothing_to_export: 'The run has no model to export yet.',
  cannot_export_heads:
    'Attention heads were pruned from this model. No Hugging Face class supports a GPT-2 with fewer heads than its width implies, so it can be neither saved to Models nor exported.',
  variant_let_go:
    'This variant is no longer in memory. Run the comparison again (only this variant if the model is large), then save it.',
  cannot_export: 'No Hugging Face class supports this model ({{what}}).',
  student_has_other_shape:
    'The teacher’s layers do not match the student ({{name}}): architecture, width and heads must be the same. Choose random initialization.',
  no_attention_to_match:
    'The attention loss requires attention in both models, with one key head per head. Set its weight to 0.',
  unknown_parameter: 'The model has no weight named {{name}}.',
  nothing_to_compare: 'The run has no model to compare.',
  no_sentence_head:
    'This model has no next-sentence prediction head. Choose BERT, or another objective.',
  no_questions:
    '{{name}} contains no questions (rows: {{rows}}). A row needs question, choices and answer (an index from 0, a letter, or the text of the choice), or prompt and answer.',
  mixed_answers:
    'In {{name}}, the answer index of question {{zero}} starts at 0 and that of question {{one}} at 1. Use one convention in the whole file.',
  unclear_answers:
    'The answers in {{name}} ({{what}}) are ambiguous. Use letters, or the text of the correct choice.',
  eval_task_twice: 'The same evaluation task was chosen twice.',
  bad_stages: 'The pipeline is invalid: {{reason}}',
  stage_after_quantized: 'No stage can follow integer quantization: move it to the end.',
  stage_after_low_rank:
    'Factorized matrices cannot be factorized again or have heads pruned: move the low-rank stage to the end.',
  prune_groups: 'N:M pruning removes 1, 2 or 3 weights of every 4, all at once.',
  no_layers_to_remove: 'The layers of this model differ or share weights, so none can be removed.',
  no_layers_to_share: 'The layers of this model differ or already share weights.',
  no_predictions: '{{name}} has no output layer whose predictions could be evaluated.',
  model_lacks_tokens:
    'The vocabulary of {{name}} lacks special tokens that its objective needs, so it cannot be evaluated.',
  no_heads_to_remove: 'This model has no attention heads that can be pruned.',
  wrong_family: 'Models of this architecture cannot be compared here.',
  chain_too_long:
    '{{layers}} recurrent layers over {{positions}} positions need {{steps}} sequential steps. Choose fewer layers or a shorter context: the maximum is {{most}} steps.',
  heads_do_not_divide: 'The width must be a multiple of the number of heads.',
  binding_too_large:
    'This model needs a buffer of {{size}}; this device supports at most {{limit}}. Choose a smaller batch size, context, width or vocabulary.',
  shader_failed:
    'A kernel failed to compile on this GPU. Please report it with the name of your GPU: {{message}}',
  loss_diverges:
    'The loss rose from {{first}} to {{loss}} by step {{step}}: training diverges. Stop the run and start again with a learning rate below {{rate}}, for example a tenth of it.',
  run_open_elsewhere: 'This run is open in another tab. Continue there, or close it there first.',
  gradient_not_finite:
    'Step {{step}} was skipped: the gradient of {{tensor}} was not finite. The weights are unchanged. If it happens often, lower the learning rate.',
  pooling_sees_nothing:
    'With causal attention the first token attends only to itself: pool by the last token or the mean.',
  examples_missing: 'Import the dataset first.',
  unknown_examples: 'There is no dataset “{{set}}”.',
  examples_listed_twice: 'The dataset “{{set}}” is listed twice. Remove one.',
  objective_unknown_examples:
    'An objective reads “{{set}}”, which is not among the run’s datasets.',
  output_layers_left_out:
    'The model is saved and exported with the output layer of {{own}} alone; those of {{others}} are left out.',
  too_few_examples: 'At least two different examples are needed; there are {{count}}.',
  no_two_classes:
    '{{left}} of {{rows}} rows cannot be used as examples (no text, no label, or an invalid row), and the other rows have fewer than two classes in the column {{column}}. Check the skipped rows, or choose other columns.',
  too_few_labels:
    'The column {{column}} has fewer than two distinct values, so there are no classes. Choose another column.',
  multi_label:
    'The column {{column}} contains lists: multi-label classification is not supported. Choose a column with one class per row.',
  listed_label:
    'The column {{column}} contains lists. If each list has one label, write the label itself (in pandas: df["{{column}}"] = df["{{column}}"].str[0]); multi-label classification is not supported.',
  not_a_label: 'The column {{column}} contains objects, not classes. Choose another column.',
  regression_labels:
    'The column {{column}} contains decimal numbers ({{example}}), not classes. Choose “regression” as the task, or another column.',
  regression_not_compared:
    '{{name}} predicts a number (regression). Comparison and compression measure classes, tokens and answers only; export it as it is.',
  no_scores:
    'The column {{column}} has no two different numbers to predict. Choose another column.',
  writes_no_numbers:
    'T5 generates its answers and has no output layer for the numbers in {{column}}. Choose a GPT, LLaMA or BERT type model as the base.',
  too_many_labels:
    'The column {{column}} has more than {{most}} distinct values, too many for classes. Choose another column.',
  unknown_module: 'This model has no module {{module}}. Available: {{known}}.',
  nothing_to_train: 'No parameters would be trained. Choose another method.',
  recovery_other_tokens:
    'This model has another tokenizer, so recovery training on the text of the baseline model is not possible.',
  unknown_base: 'The base model no longer exists. Choose another one.',
  prompt_empty:
    'The prompt is empty and the model defines no BOS token: generation starts after {{token}}.',
  weight_shape:
    '{{tensor}} has {{got}} values; this run expects [{{expected}}]. Fine-tune the model with its own sizes.',
  checkpoint_shapes:
    'The checkpoint does not match its settings: {{what}} is {{got}}, expected {{expected}}. It cannot be opened; its curves and settings are still listed.',
  checkpoint_unclear:
    'This checkpoint was saved by an earlier version without the sizes of its model, which cannot be inferred from the file ({{got}} values, expected {{expected}}). Start the run again.',
  unknown_segment:
    'The tokenizer uses segment ID {{segment}}, but type_vocab_size of the model is {{rows}} (counted from 0). Remove the second text, or choose a model with more segments.',
  examples_cut:
    '{{count}} of {{all}} examples are longer than {{length}} tokens and are truncated.',
  distill_nothing_to_learn:
    'With α = 1 and no hidden state or attention loss, distillation is the same as training alone. Choose α below 1.',
  distill_top_k_in_step:
    'Hidden state and attention losses run the teacher in every step, where all of its logits are available. Set top-k to 0, or both weights to 0.',
  distill_not_for_objectives:
    'Encoders and encoder-decoders are distilled by their logits only: hidden state and attention losses, top-k logits and generated text are not supported.',
  distill_not_for_classes:
    'Classifiers are distilled by class probabilities only: hidden state and attention losses, top-k logits and generated text are not supported.',
};
