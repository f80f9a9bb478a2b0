// Errors by their `code`; `unexpected` shows the engine's own sentence.
export const enErrors = {
  unexpected: 'Something went wrong: {{message}}',
  empty_file: 'This file is empty. Nothing has changed.',
  binary_file_unknown:
    'This is no text file: it holds bytes that no text has. Save it as plain text (UTF-8) and add it again.',
  binary_file:
    'This is no text file (it looks like {{format}}). Save it as plain text (UTF-8) and bring it again.',
  not_utf8:
    'This text is not in UTF-8 (first at byte {{offsetBytes}}). Save it as UTF-8 in your editor and bring it again.',
  too_large: 'This file has {{size}}; the limit is {{limit}}. Cut a part out of it and bring that.',
  too_short: 'This text has {{chars}} characters; training needs at least {{minChars}}.',
  epochs_not_used:
    'num_train_epochs ({{epochs}}) is not used: the examples of this task have no end. max_steps ({{steps}}) decides.',
  not_json: 'This is no JSON object ({{reason}}). Nothing has changed.',
  unreadable:
    'This could not be read. If it is a folder or in the cloud, copy the file to this computer first.',
  offline:
    'The download did not arrive: you may be offline, or the address is blocked here. Everything else on this page works without a network.',
  http: 'The server answered with status {{status}}. It may be busy; try again later.',
  http_missing:
    'There is no file at this address (status {{status}}). Check the address: it must lead to the file itself.',
  http_refused:
    'The server does not give this file to everybody (status {{status}}). Download it where you are signed in, and bring it as a file.',
  bad_address: 'This is no address of a file: it should begin with https://.',
  hub_name:
    'This is not an address on the Hugging Face hub. It looks like owner/name, owner/name@revision or https://huggingface.co/owner/name.',
  hub_kind:
    '{{name}} is in the {{kind}} section of the hub. Models are added on the Models page, data sets on the Data page.',
  hub_gated:
    '{{name}} is gated: its files are only for accounts that have accepted its conditions. Accept them on {{page}}, download the files there and drop them here.',
  hub_private:
    'The hub shows {{name}} only to accounts that may see it: it is private, or there is no repository of that name. Check the name on {{page}}.',
  hub_missing: 'The hub has no public repository {{name}}. Check the name on {{page}}.',
  hub_no_revision: '{{name}} has no branch, tag or commit “{{revision}}”. See {{page}}.',
  hub_busy:
    'The hub has had too many requests from this address. Wait a few minutes and try again.',
  hub_down: 'The hub is not available at present (status {{status}}). Try again later.',
  hub_answer:
    'What answered in place of the hub is not its list of files: a sign-in page of the network, perhaps, or the answer was cut. Open {{page}} in another tab, then try again.',
  bad_gzip:
    '{{name}} is a gzip file that cannot be unpacked: it is cut short or damaged. Download it again, or unpack it yourself and bring what is in it.',
  hash_mismatch:
    'What arrived is not the file that was announced: its checksum differs. Download it again.',
  bad_parquet: 'This parquet file cannot be read: {{reason}}',
  bad_pattern: 'This pattern is no regular expression: {{reason}}',
  no_data_rows: '{{name}} has a header but no rows. Choose a file with rows below the header.',
  no_rows:
    '{{name}} is plain text without columns. Choose a CSV, TSV, JSON, JSON lines or parquet file.',
  json_in_table:
    '{{name}} holds JSON, not a table. If it is data, rename it to .json or .jsonl; if a server sent an error, download it again.',
  json_shape:
    '{{name}} holds no list of rows in a form that is known (keys: {{keys}}). Save it as a list of objects, or as JSON lines.',
  json_error_page: '{{name}} holds an error message, not data: {{message}}',
  parquet_stalled:
    '{{name}} gave no sign of progress for {{seconds}} seconds and was given up: the parquet file is damaged. Write it again, or export it as CSV or JSON lines.',
  no_documents: 'No document is left: nothing here could be read, or the steps removed everything.',
  aborted: 'Cancelled.',
  study_stopped: 'The study was stopped before it began.',
  engine_not_loaded: 'The engine could not be loaded. Reload the page.',
  device_lost:
    'The GPU was lost: the driver or the browser took it back. Open it again, then start again or resume the run from its last checkpoint.',
  out_of_memory:
    'The GPU ran out of memory at {{where}}. Choose fewer layers, less width, a shorter context or a smaller batch, or close other tabs and programs that use the GPU.',
  gpu_validation:
    'The GPU refused an operation at {{where}}: {{detail}}. No later result counts, and checkpoints are as they were. Start again; if this comes back, update the browser and the GPU driver, and report it with this message.',
  gpu_internal:
    'The GPU driver failed at {{where}}: {{detail}}. No later result counts, and checkpoints are as they were. Start again; if this comes back, update the GPU driver.',
  gpu_readback:
    'The results at {{where}} could not be read back from the GPU: {{detail}}. No later result counts, and checkpoints are as they were. Start again; if this comes back, restart the browser.',
  gpu_silent:
    'The GPU no longer answers (at {{where}}), so it was given up. Checkpoints are as they were. Start again; if this comes back, close other programs that use the GPU or restart the browser.',
  no_device: 'There is no GPU to run on.',
  no_adapter: 'There is no GPU to run on.',
  text_missing: 'This corpus needs its text first: bring or download it.',
  asset_missing: 'The packed corpus is not where the app was installed ({{path}}).',
  prompt_left_out:
    'The text never uses {{characters}}, so the prompt was read without it. Change the prompt, or choose bytes as the tokeniser.',
  unknown_character:
    'The prompt has a character that the text never uses: {{character}}. Change the prompt, or use bytes as the tokeniser.',
  no_config:
    'There is no config.json, which says what kind of model this is. Choose the whole folder.',
  no_weights:
    'The folder needs one model.safetensors, or its shards with model.safetensors.index.json.',
  pickle_only:
    'The weights are in {{file}}, a format that can carry code. Only safetensors are read: most models on the hub have them too.',
  lfs_pointer:
    '{{file}} is a Git LFS pointer, not the file itself. Run “git lfs pull” in the repository, or download the file from its page on the hub.',
  web_page:
    '{{file}} is a web page, not the file itself: the download saved a page that says “not found” or “sign in”. Download the file again.',
  unsupported_field: '{{file}}: {{key}} = {{value}} is not supported. {{note}}',
  unknown_field: '{{file}}: {{key}} is not known to this reader, and could change the result.',
  unsupported_family:
    'config.json says model_type = {{value}}. These model types are supported: {{known}}.',
  config_too_large: 'config.json: {{key}} is {{value}}; at most {{most}} is supported.',
  bad_labels: 'The class names in config.json cannot be read: {{reason}}.',
  leftover_tensors:
    'The weights have {{count}} tensors that the model described in config.json has no place for and that would change its results: {{tensors}}. Check that config.json belongs to these weights.',
  quantised_weights:
    'These weights are quantized ({{method}}: {{tensors}}). Only float weights are supported: dequantize the model with the library that made it and save it again, or use the original.',
  not_finite_weights:
    '{{tensor}} has {{count}} values that are NaN or infinite. The training run diverged, or values overflowed in float16; use an earlier checkpoint.',
  inexact_weights:
    '{{tensor}} has {{count}} 64-bit values that float32 cannot hold exactly. Convert the model to float32 and save it again.',
  other_format: '{{file}} is not what its name says: it looks like {{format}}.',
  json_encoding:
    '{{file}} is {{encoding}}. JSON files must be UTF-8 without a byte order mark: save it again as UTF-8.',
  json_not_a_number:
    '{{file}} has {{value}} at {{key}}, which is not valid JSON. Write a number or null instead.',
  json_too_deep: '{{file}} is nested more than {{most}} levels deep.',
  zip_grows:
    'This zip would unpack to {{size}}, far more than its own size. It was not unpacked; unpack it yourself if you trust it and drop the folder.',
  no_tokenizer:
    'There is no tokenizer: tokenizer.json, or vocab.json with merges.txt, or vocab.txt.',
  bad_tokenizer: 'The tokenizer cannot be read: {{reason}}',
  unsupported_pattern:
    'The regular expression {{pattern}} is not supported: {{what}} at character {{at}}.',
  pattern_too_slow:
    'The regular expression {{pattern}} needs too many steps for this text. Rewrite it without quantifiers inside quantifiers.',
  no_unknown_token:
    'The text holds {{text}}, which the vocabulary does not have, and the tokenizer has no unknown token.',
  limit_too_small: '{{maxTokens}} tokens are too few: the special tokens alone are {{added}}.',
  bad_json_file: '{{file}} does not hold a JSON object: {{reason}}',
  vocabulary_too_large:
    'The tokenizer has {{tokens}} tokens, the embedding {{rows}} rows: {{extra}} tokens have no embedding. Call resize_token_embeddings on the model and save it again.',
  unsupported_model: 'config.json asks for {{key}} = {{value}}, which is not supported here.',
  bad_config: 'config.json does not fit together: {{message}}',
  missing_tensor: 'The weights lack {{count}} tensors that config.json asks for: {{tensor}}.',
  wrong_shape: '{{tensor}} is {{got}} in the file; config.json asks for {{expected}}.',
  bad_index: 'The index and the shards do not fit together: {{reason}}',
  bad_zip: 'This zip cannot be read: {{reason}}',
  zip_too_large: 'A zip holds at most 4 GiB. Save into a folder instead.',
  no_files: 'There is no file to read.',
  hub_no_model: '{{name}} has no config.json with safetensors weights in the folder {{folder}}.',
  models_storage_full:
    'The browser gives no more room for this model. Delete a model or a kept run, or free space on the disk.',
  adapter_alone: 'This is an adapter: bring its model first, then add it there.',
  no_lora:
    'An adapter is adapter_config.json with adapter_model.safetensors; one of them is not there.',
  foreign_tensor: 'The adapter has {{tensor}}, and this model has no place for it.',
  no_prompting: '{{name}} does not continue texts, so it cannot be asked by examples in a prompt.',
  forgetting_no_writing: 'What {{name}} forgets is not measured: it does not continue texts.',
  forgetting_own_text:
    'What {{name}} forgets is not measured: the text that it was trained on is not built in.',
  forgetting_imported:
    'What {{name}} forgets is not measured: the text that it has read is not here.',
  no_classifier:
    '{{name}} has no output layer that classifies: fine-tune it on examples with classes.',
  other_classes: 'This classifier tells {{labels}} apart; these examples have other classes.',
  unknown_adapter: 'This adapter is no longer here.',
  unknown_model: 'This model is no longer here.',
  storage_full:
    'There is no room left to keep this run. It goes on, but it will be lost with this page; delete a kept run to make room.',
  bad_checkpoint: 'This kept run cannot be read by this version.',
  nothing_to_export: 'The run has no model yet.',
  cannot_export_heads:
    'Heads were taken out of this model, and no Hugging Face class has a GPT-2 with fewer heads than its width asks for: it can neither be kept among the models nor exported.',
  variant_let_go:
    'This model is no longer held in memory. Compare again, this one alone if it is large, then keep it.',
  cannot_export: 'No Hugging Face class can hold a model like this one ({{what}}).',
  student_has_other_shape:
    'The teacher’s layers do not fit the student ({{name}}): it needs the teacher’s family, width and heads. Let it start at random.',
  no_attention_to_match:
    'Attention can be matched only where both models attend, with a key for each head. Set its weight to 0.',
  nothing_to_compare: 'The run has no model that could be compared.',
  no_sentence_head:
    'This model has no head that tells whether a sentence follows. Choose BERT, or another objective.',
  no_questions:
    '{{name}} holds no question (rows: {{rows}}). A row needs question, choices and answer (a number from 0, a letter, or the choice itself), or prompt and answer.',
  mixed_answers:
    'In {{name}} the answer of question {{zero}} counts the choices from 0, and that of question {{one}} from 1. Use one way in the whole file.',
  unclear_answers:
    'The answers in {{name}} ({{what}}) can be read in more than one way. Write letters, or the text of the right choice.',
  suite_twice: 'The same questions were chosen twice.',
  bad_stages: 'These stages cannot be read: {{reason}}',
  stage_after_quantised: 'Nothing can follow once weights are integers: put that stage last.',
  stage_after_low_rank:
    'Factored matrices can neither lose heads nor be factored again: put low rank behind.',
  prune_groups: 'In groups of four, one, two or three weights go, and all at once.',
  no_layers_to_remove:
    'The layers of this model are not alike, or share weights: none can simply leave.',
  no_layers_to_share: 'The layers of this model are not alike, or share weights already.',
  no_heads_to_remove: 'This model has no heads to spare.',
  wrong_family: 'A model of this kind cannot be compared here yet.',
  chain_too_long:
    '{{layers}} recurrent layers over {{places}} positions are {{steps}} steps, one after another. Choose fewer layers or a shorter context: {{most}} steps at most.',
  heads_do_not_divide: 'The width must be a multiple of the number of heads.',
  binding_too_large:
    'One part of this model needs {{size}} in one piece; this GPU gives at most {{limit}}. Choose a smaller batch, context, width or vocabulary.',
  shader_failed:
    'A kernel did not compile on this GPU. Please report it with the name of your GPU: {{message}}',
  loss_diverges:
    'The loss has risen to {{loss}} by step {{step}}; it began at {{first}}. The run diverges: stop it and start again with a lower learning rate than {{rate}}, a tenth of it say.',
  run_open_elsewhere: 'This run is open in another tab. Go on there, or close it there first.',
  gradient_not_finite:
    'Step {{step}} was skipped: {{tensor}} was not finite. The weights stayed as they were. If it happens often, lower the learning rate.',
  pooling_sees_nothing:
    'The first token of this model sees nothing but itself: pool by the last token or the mean.',
  examples_missing: 'Import the examples first.',
  unknown_examples: 'There are no examples “{{set}}”.',
  too_few_examples: 'At least two examples are needed; there are {{count}}.',
  no_two_classes:
    '{{left}} of {{rows}} rows cannot be used as examples (no text, no class, or a broken row), and the others have fewer than two classes in the column {{column}}. Look at the rows that were left out, or choose other columns.',
  too_few_labels:
    'The column {{column}} has fewer than two values: there is nothing to tell apart.',
  multi_label:
    'The column {{column}} holds lists: several labels a row are not learnt here. Choose a column with one class a row.',
  not_a_label: 'The column {{column}} holds objects, which are no classes. Choose another column.',
  regression_labels:
    'The column {{column}} holds numbers with fractions ({{example}}): a quantity to predict, not a class. Regression is not supported; round the values to classes first.',
  too_many_labels:
    'The column {{column}} has more than {{most}} values: it is no column of classes.',
  unknown_module: 'No layer of this model is called {{module}}. It has {{known}}.',
  nothing_to_train: 'Nothing of this model would be trained.',
  too_large_for_cpu:
    'Plain TypeScript on the CPU would need {{gflop}} GFLOP for this model; at most {{most}} are tried.',
  cpu_is_float:
    'On the CPU weights are 32-bit floats: leave out the last stage, or choose the GPU.',
  recovery_other_tokens:
    'This model cuts text in its own way, so it cannot be trained on with the text of the first model.',
  not_on_cpu: 'This kind of model does not run on the CPU.',
  unknown_base: 'The model to start from is no longer here. Choose another.',
  prompt_empty:
    'The prompt is empty and the model names no beginning token: the text goes on behind {{token}}.',
  weight_shape:
    '{{tensor}} has {{got}} values; this run needs [{{expected}}]. Tune the model with the sizes that it has.',
  checkpoint_shapes:
    'The kept run does not fit its own settings: {{what}} is {{got}}, {{expected}} is expected. It cannot be opened; its curves and settings are still listed.',
  checkpoint_unclear:
    'This run was kept by an earlier version that did not write down the sizes of its model, and they cannot be told from the file ({{got}} values, {{expected}} expected). Start the run again.',
  unknown_segment:
    'The tokenizer marks tokens as segment {{segment}}, but type_vocab_size of the model is {{rows}}, counted from 0. Leave out the second text, or choose a model with more segments.',
  examples_cut: '{{count}} of {{all}} examples are longer than {{length}} tokens and are cut.',
  distill_nothing_to_learn:
    'With α = 1 and nothing to follow, the distilled student learns just what the other one does. Choose α below 1.',
  distill_top_k_in_step:
    'Hidden states and attention need the teacher in every step, where all of its logits are there anyway. Set the greatest logits to 0, or both weights to 0.',
  distill_not_for_classes:
    'A classifier is distilled by its class probabilities alone: no hidden states, attention, cut logits or written texts.',
};
