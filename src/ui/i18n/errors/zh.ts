export const zhErrors = {
  unexpected: '意外错误：{{message}}',
  empty_file: '这个文件是空的，未作任何更改。',
  binary_file_unknown: '这不是文本文件：其中含有非文本字节。请另存为纯文本（UTF-8）再重新导入。',
  binary_file: '这不是文本文件（看起来是 {{format}}）。请另存为纯文本（UTF-8）再重新导入。',
  not_utf8:
    '这段文本不是 UTF-8（首个无效字节：{{offsetBytes}}）。请在编辑器中另存为 UTF-8 再重新导入。',
  too_large: '这个文件有 {{size}}，上限是 {{limit}}。请导入其中的一部分。',
  too_short: '这段文本只有 {{chars}} 个字符，训练至少需要 {{minChars}} 个。请使用更长的文本。',
  epochs_not_used:
    'num_train_epochs（{{epochs}}）被忽略：这项任务不断生成样本，因此运行长度由 max_steps（{{steps}}）决定。',
  not_json: '这不是 JSON 对象（{{reason}}）。未作任何更改。',
  unreadable: '无法读取该文件。如果它是文件夹或位于云端，请先把文件复制到这台电脑。',
  offline: '下载失败：你可能处于离线状态，或该地址被屏蔽。本页其余功能可离线使用。',
  http: '下载失败：服务器返回状态码 {{status}}。请稍后再试。',
  http_missing: '此 URL 没有文件（状态码 {{status}}）。请检查该 URL 是否指向文件本身。',
  http_refused: '服务器要求登录才能下载此文件（状态码 {{status}}）。请登录后下载，再导入文件。',
  bad_address: '这不是文件的 URL：应以 https:// 开头。',
  hub_name:
    '这不是 Hugging Face Hub 上的仓库。请输入 owner/name、owner/name@revision 或 https://huggingface.co/owner/name。',
  hub_kind: '{{name}} 属于 Hub 的 {{kind}} 部分。请在“模型”页导入模型，在“数据”页导入数据集。',
  hub_gated:
    '{{name}} 是受限仓库，接受其条款的账号才能下载。请在 {{page}} 上接受条款，在那里下载文件，然后拖到此处。',
  hub_private: '{{name}} 是私有仓库或不存在。请在 {{page}} 上核对名称。',
  hub_missing: 'Hub 上没有公开的仓库 {{name}}。请在 {{page}} 上核对名称。',
  hub_no_revision: '{{name}} 没有名为“{{revision}}”的分支、标签或提交。请查看 {{page}}。',
  hub_busy: 'Hub 收到来自此地址的请求过多。请等几分钟再试。',
  hub_down: 'Hub 暂时不可用（状态码 {{status}}）。请稍后再试。',
  hub_answer:
    '响应不是 Hub 的文件列表：可能是网络登录页面，或响应被截断。请在另一个标签页打开 {{page}}，然后重试。',
  bad_gzip: '{{name}} 是损坏或被截断的 gzip 文件。请重新下载，或自行解压后导入其中的文件。',
  hub_no_files:
    '{{name}} 的 {{place}} 处没有可以读取的文件（文本、JSON、JSON lines、CSV、TSV、parquet）。请检查文件夹，或直接打开文件的地址。',
  hidden_split: '{{name}} 的 {{split}} 划分未公开标签。请选择：{{known}}。',
  unknown_split: '{{name}} 没有可用于评估的 {{split}} 划分。可用：{{known}}。',
  unknown_card: '没有名为 {{name}} 的数据集卡片。',
  hidden_labels: '{{column}} 列的标签全是 −1：基准测试集的标签不公开。请选择验证集。',
  hash_mismatch: '下载的文件已损坏：校验和不符。请重新下载。',
  bad_parquet: '无法读取这个 Parquet 文件：{{reason}}',
  bad_pattern: '正则表达式无效：{{reason}}',
  no_data_rows: '{{name}} 只有表头，没有数据行。请选择含有数据行的文件。',
  no_rows: '{{name}} 是没有列的纯文本。请选择 CSV、TSV、JSON、JSON Lines 或 Parquet 文件。',
  json_in_table:
    '{{name}} 的内容是 JSON，不是表格。如果是数据，请改名为 .json 或 .jsonl；如果是服务器返回的错误，请重新下载。',
  json_shape: '{{name}} 中没有格式受支持的行列表（键：{{keys}}）。请保存为对象列表或 JSON Lines。',
  json_error_page: '{{name}} 的内容是错误信息，不是数据：{{message}}',
  parquet_stalled:
    '读取 {{name}} 在 {{seconds}} 秒内没有进展，已停止：该 Parquet 文件已损坏。请重新写出，或导出为 CSV 或 JSON Lines。',
  no_documents:
    '没有剩余的文档：没有读取到内容，或清洗步骤去除了全部文档。请查看被拒绝的行，或关闭部分步骤。',
  aborted: '已取消。',
  study_stopped: '任务在开始前已停止。',
  engine_not_loaded: '引擎加载失败，请重新加载页面。',
  device_lost:
    'GPU 设备已丢失：驱动或浏览器将其重置。请重新打开 GPU，然后重新开始，或从上一个检查点恢复运行。',
  out_of_memory:
    '内存不足（{{where}}）。请减少层数、宽度、上下文长度或批量大小，或关闭其他标签页和程序。',
  gpu_validation:
    'WebGPU 校验错误（{{where}}）：{{detail}}。此后的结果已丢弃，检查点保持不变。请重新开始；如果再次出现，请更新浏览器和 GPU 驱动，并附上这条信息反馈。',
  gpu_internal:
    'GPU 驱动出错（{{where}}）：{{detail}}。此后的结果已丢弃，检查点保持不变。请重新开始；如果再次出现，请更新 GPU 驱动。',
  gpu_readback:
    '从 GPU 回读结果失败（{{where}}）：{{detail}}。此后的结果已丢弃，检查点保持不变。请重新开始；如果再次出现，请重启浏览器。',
  gpu_silent:
    'GPU 停止响应（{{where}}），设备已关闭。检查点保持不变。请重新开始；如果再次出现，请关闭其他占用 GPU 的程序，或重启浏览器。',
  cpu_trap:
    'CPU 上的内核出错：{{detail}}。此后的结果已丢弃，检查点保持不变。请重新开始；如果再次出现，请附上这条信息反馈。',
  cpu_thread_lost:
    'CPU 引擎的一个线程已结束或停止响应：{{detail}}。此后的结果已丢弃，检查点保持不变。请重新开始；如果再次出现，请关闭其他标签页和程序，或重启浏览器。',
  no_webgpu: '这个浏览器不支持 WebGPU。请参阅帮助中的“启用 WebGPU”。',
  cpu_refused: '无法启动 CPU 引擎：{{detail}}。',
  no_adapter: '没有可用的 GPU。请参阅帮助中的“启用 WebGPU”。',
  device_refused: '找到了 GPU 适配器，但无法打开设备：{{detail}}。',
  own_text_missing:
    '{{name}} 的训练文本“{{text}}”不在此浏览器中。请重新导入该文件，或选择其他文本。',
  text_not_known: '{{name}} 的训练文本未知，请选择一个文本。',
  text_missing: '缺少这个语料的文本：请先导入或下载。',
  generation_constraint_stops: '约束自行决定文本在哪里结束。请删除停止字符串或约束。',
  generation_assistant_texts:
    '推测解码只生成一段文本：请把 num_return_sequences 和 num_beams 设为 1。',
  generation_assistant_family: '推测解码需要两个能续写文本的模型（解码器），而 {{name}} 不能续写。',
  generation_assistant_tokenizer:
    '{{assistant}} 的分词器与 {{name}} 的不同。草稿模型需要使用相同的分词器。',
  generation_unknown: '没有名为 {{setting}} 的生成参数。',
  generation_number: '{{setting}} 的值为 {{value}}，应为 {{least}} 到 {{most}} 之间的数。',
  generation_integer: '{{setting}} 的值为 {{value}}，应为 {{least}} 到 {{most}} 之间的整数。',
  generation_value: '{{setting}} 不能取值 {{value}}。',
  generation_beams_sample:
    '束搜索不进行采样：束数为 {{beams}} 时，请将温度设为 0（当前为 {{temperature}}）。',
  generation_greedy_texts:
    '贪心搜索只得到一段文本。若要 {{texts}} 段文本，请将温度调到 0 以上，或使用束搜索。',
  generation_texts_beams:
    'num_return_sequences 为 {{texts}}，而束数只有 {{beams}}：每个束最多返回一段文本。',
  generation_lengths: '{{shortest}}（{{least}}）大于 {{longest}}（{{most}}）。',
  generation_token: '{{setting}} 含有词元 ID {{id}}，而模型只有 {{rows}} 个词元（从 0 开始编号）。',
  generation_nothing_left:
    '没有可选的下一个词元：禁用、屏蔽或强制的词元以及约束条件没有留下任何选择。请放宽其中一项。',
  generation_not_finite: '该模型的 logits 不是有限数：训练已发散，或权重已损坏。',
  asset_missing: '安装目录中缺少内置文件（{{path}}）。',
  unknown_ready: '没有预置模型“{{id}}”。',
  prompt_too_long: '提示有 {{tokens}} 个词元，而 max_length 为 {{length}}：已无法生成新词元。',
  prompt_left_out:
    '训练文本中没有 {{characters}}，因此提示中略去了它。请修改提示，或选用字节分词器。',
  unknown_character: '提示中有训练文本未出现的字符：{{character}}。请修改提示，或选用字节分词器。',
  no_config: '缺少定义模型的 config.json。请选择整个文件夹。',
  no_weights: '文件夹中需要 model.safetensors，或其分片及 model.safetensors.index.json。',
  pickle_only:
    '权重在 {{file}} 里，这种 pickle 格式可能执行代码。这里只支持 safetensors，Hub 上的多数模型都提供。',
  lfs_pointer:
    '{{file}} 是 Git LFS 指针，而不是文件本身。请在仓库中运行“git lfs pull”，或从 Hub 页面下载该文件。',
  web_page:
    '{{file}} 是网页，而不是文件本身：下载时保存了显示“未找到”或“请登录”的页面。请重新下载。',
  unsupported_field: '{{file}}：不支持 {{key}} = {{value}}。{{note}}',
  unknown_field: '{{file}}：未知字段 {{key}} 可能改变结果。若无关紧要，请将其删除。',
  unsupported_family: 'config.json 中 model_type = {{value}}。支持的模型类型有：{{known}}。',
  config_too_large: 'config.json：{{key}} 为 {{value}}，最多支持 {{most}}。',
  bad_labels: '无法读取 config.json 中的类别名称：{{reason}}。',
  leftover_tensors:
    '权重中有 {{count}} 个张量不属于 config.json 描述的模型，却会改变结果：{{tensors}}。请确认 config.json 与这些权重相符。',
  bad_packed: '无法读取 {{module}} 的压缩权重：{{reason}}。',
  quantized_weights:
    '这些权重已量化（{{method}}：{{tensors}}）。只支持浮点权重：请用生成它的库反量化后重新保存，或使用原始模型。',
  not_finite_weights:
    '{{tensor}} 中有 {{count}} 个值为 NaN 或无穷大。训练已发散，或数值在 float16 中溢出；请使用更早的检查点。',
  inexact_weights:
    '{{tensor}} 中有 {{count}} 个 64 位数值无法用 float32 精确表示。请将模型转换为 float32 后重新保存。',
  other_format: '{{file}} 与其文件名不符：它看起来是 {{format}}。',
  json_encoding:
    '{{file}} 的编码是 {{encoding}}。模型的文件必须是不带 BOM 的 UTF-8：请另存为 UTF-8。',
  json_not_a_number: '{{file}} 的 {{key}} 为 {{value}}，不是合法的 JSON。请改为数字或 null。',
  json_too_deep: '{{file}} 的嵌套超过 {{most}} 层。',
  zip_grows:
    '这个 zip 解压后将有 {{size}}，远大于它本身，因此没有解压。如果信任它，请自行解压后拖入文件夹。',
  no_tokenizer: '缺少分词器：需要 tokenizer.json，或 vocab.json 加 merges.txt，或 vocab.txt。',
  bad_tokenizer: '无法读取分词器。{{file}}：{{reason}}。',
  unsupported_pattern: '不支持正则表达式 {{pattern}}：第 {{at}} 个字符处的 {{what}}。',
  pattern_too_slow: '正则表达式 {{pattern}} 处理这段文本需要的步骤过多。请避免在量词内再嵌套量词。',
  no_unknown_token: '文本中的 {{text}} 不在词表中，而该分词器没有未知词元。',
  limit_too_small: '最大长度 {{maxTokens}} 个词元太小：仅特殊词元就占 {{added}} 个。',
  bad_json_file: '{{file}} 不是 JSON 对象：{{reason}}。',
  vocabulary_too_large:
    '分词器有 {{tokens}} 个词元，嵌入只有 {{rows}} 行：{{extra}} 个词元没有嵌入。请对模型调用 resize_token_embeddings 后重新保存。',
  unsupported_model: 'config.json 中的 {{key}} = {{value}} 不受支持。',
  bad_config: '不支持这个 config.json：{{reason}}。',
  bad_whole: '{{file}}：{{key}} 为 {{value}}，应为大于 0 的整数。',
  bad_number: '{{file}}：{{key}} 为 {{value}}，应为不小于 0 的数。',
  bad_theta: '{{file}}：{{key}} 为 {{value}}，应为大于 0 的数。',
  bad_head: '{{file}}：{{key}} 为 {{value}}。使用 dynamic 位置时，每个头的宽度至少为 4。',
  bad_factor: '{{file}}：{{key}} 为 {{value}}，应为不小于 1 的数。',
  bad_factors: '{{file}}：{{key}} 为 {{value}}，应为大于 0 的数的列表，每个头的每对数各一个。',
  wrong_layer_count: '{{file}}：{{key}} 有 {{count}} 项，而模型有 {{layers}} 层。',
  bad_flag: '{{file}}：{{key}} 为 {{value}}，应为 true 或 false。',
  bad_id: '{{file}}：{{key}} 为 {{value}}，应为词表中某个词元的 id。',
  not_divisible: '{{file}}：{{key}} = {{value}} 不是 {{by}} = {{divisor}} 的倍数。',
  fields_disagree:
    '{{file}}：{{key}}（{{first}}）与 {{other}}（{{second}}）含义相同，取值却不同。请删去错误的一个。',
  missing_tensor:
    '权重缺少 config.json 所描述模型的 {{count}} 个张量：{{tensor}}。文件中的第一个名称是 {{example}}。',
  adapter_lacks_tensor: '适配器缺少 {{tensor}}。',
  text_answer:
    '{{file}} 里是文本而不是权重：“{{text}}”。下载时保存的是服务器的答复：请重新下载该文件；若模型要求登录，请先登录。',
  lone_shard:
    '{{file}} 是 {{shards}} 个分片中的第 {{shard}} 个。请补上其他分片和 model.safetensors.index.json。',
  wrong_shape: '{{tensor}} 在文件中的形状为 {{got}}，config.json 要求 {{expected}}。',
  bad_index: '无法使用 model.safetensors.index.json：{{reason}}。',
  bad_zip: '无法读取这个 zip 文件：{{reason}}。',
  zip_too_large: 'zip 文件最大 4 GiB。请改为存入文件夹。',
  no_files: '没有找到文件。',
  hub_no_model: '{{name}} 的文件夹 {{folder}} 里没有 config.json 和 safetensors 权重。',
  models_storage_full:
    '浏览器存储空间已满，无法保存这个模型。请删除一个模型或保存的运行，或释放磁盘空间。',
  adapter_alone: '这是 LoRA 适配器，缺少基座模型。请先导入基座模型，再为它添加适配器。',
  no_lora: 'LoRA 适配器由 adapter_config.json 和 adapter_model.safetensors 组成，缺少其中之一。',
  foreign_tensor: 'LoRA 适配器中的 {{tensor}} 与这个模型的任何层都不对应。',
  no_prompting: '{{name}} 不生成文本，无法评估上下文学习。',
  characters_left_out:
    '文本的 {{all, number}} 个字符中有 {{count, number}} 个在该模型中没有对应的词元，将被略去：{{characters}}',
  characters_unknown:
    '文本的 {{all, number}} 个字符中有 {{count, number}} 个在该模型中没有对应的词元，将读作未知词元：{{characters}}',
  one_own_text: '一次只能读取一份非内置文本：{{a}} 或 {{b}}。',
  text_sizes_differ: '文本 {{corpus}} 以两种大小列出。请在各处使用相同的大小。',
  text_listed_twice: '文本 {{corpus}} 从第 {{step}} 步起列出了两次。请删去一项，或把比例相加。',
  objective_listed_twice: '目标 {{kind}} 在文本 {{corpus}} 上列出了两次。请删去一项。',
  forgetting_own_text:
    '未测量 {{name}} 的遗忘：它不是在内置语料上训练的。选择一份通用文本即可测量。',
  forgetting_imported: '未测量 {{name}} 的遗忘：这里没有它的预训练文本。选择一份通用文本即可测量。',

  no_embeddings: '{{name}} 是编码器-解码器模型：只有编码器和解码器模型可以把文本作为向量比较。',
  no_tokens: '模型没有任何词元能表示“{{text}}”。',
  no_chat_template: '该模型没有名为 {{name}} 的对话模板。',
  chat_template_bad: '无法在此使用该模型的对话模板：{{reason}}。可以改为自己编写提示。',
  chat_template_raised: '对话模板不接受这些消息：{{reason}}',
  mask_cut: '第一个 {{mask}} 超出了模型可读取的 {{most}} 个词元：请缩短文本。',
  no_mask: '文本中没有掩码：请在缺少词元的位置写上 {{mask}}。',
  no_mask_head: '{{name}} 没有掩码语言建模头。带有该输出头的 BERT 和 DistilBERT 模型才能填充掩码。',
  no_classifier: '{{name}} 没有分类头：请先用有标签样本微调它。',
  other_classes: '这个分类器的类别是 {{labels}}，样本的类别与之不同。',
  unknown_adapter: '这个 LoRA 适配器已不存在。',
  unknown_model: '这个模型已不存在。',
  storage_full:
    '浏览器存储空间已满：这次运行无法保存，关闭页面后会丢失。请删除一个保存的运行以释放空间。',
  bad_checkpoint: '此版本无法读取这个检查点。',
  nothing_to_export: '这次运行还没有可导出的模型。',
  cannot_export_heads:
    '这个模型剪掉了部分注意力头。Hugging Face 没有支持头数少于宽度所对应数目的 GPT-2 类，因此无法保存到“模型”页，也无法导出。',
  variant_let_go: '这个变体已不在内存中。请重新比较（模型较大时只比较它），然后保存。',
  cannot_export: 'Hugging Face 没有支持这个模型的类（{{what}}）。',
  student_has_other_shape:
    '教师模型的层与学生模型不匹配（{{name}}）：架构、宽度和头数必须相同。请选择随机初始化。',
  no_attention_to_match:
    '注意力损失要求两个模型都使用注意力，且每个头都有自己的键头。请把它的权重设为 0。',
  unknown_parameter: '模型没有名为 {{name}} 的权重。',
  nothing_to_compare: '这次运行没有可比较的模型。',
  no_sentence_head: '这个模型没有下一句预测头。请选择 BERT，或换一个训练目标。',
  no_questions:
    '{{name}} 中没有题目（行数：{{rows}}）。每行要有 question、choices 和 answer（从 0 起的索引、字母或选项原文），或 prompt 和 answer。',
  mixed_answers:
    '{{name}} 中第 {{zero}} 题的答案索引从 0 开始，第 {{one}} 题从 1 开始。请在整个文件中统一。',
  unclear_answers: '{{name}} 中的答案（{{what}}）有歧义。请改用字母或正确选项的原文。',
  eval_task_twice: '同一个评测任务选择了两次。',
  bad_stages: '流水线无效：{{reason}}',
  stage_after_quantized: '整数量化之后不能再接其他步骤：请把它移到最后。',
  stage_after_low_rank: '分解后的矩阵不能再次分解，也不能剪枝注意力头：请把低秩步骤移到后面。',
  prune_groups: 'N:M 剪枝在每 4 个权重中去掉 1、2 或 3 个，且一次完成。',
  no_layers_to_remove: '这个模型的各层不同或共享权重，因此不能去除层。',
  no_layers_to_share: '这个模型的各层不同，或已经共享权重。',
  no_predictions: '{{name}} 没有可以评估预测结果的输出层。',
  model_lacks_tokens: '{{name}} 的词表缺少其训练目标所需的特殊词元，无法评估。',
  no_heads_to_remove: '这个模型没有可以剪枝的注意力头。',
  wrong_family: '这里不支持比较这种架构的模型。',
  chain_too_long:
    '{{layers}} 个循环层乘以 {{positions}} 个位置需要 {{steps}} 个顺序步。请减少层数或缩短上下文：最多 {{most}} 步。',
  heads_do_not_divide: '宽度必须是头数的整数倍。',
  binding_too_large:
    '这个模型需要 {{size}} 的缓冲区，而这台设备 最多支持 {{limit}}。请减小批量大小、上下文、宽度或词表。',
  shader_failed: '有内核在这块 GPU 上编译失败。请附上 GPU 型号反馈：{{message}}',
  loss_diverges:
    '到第 {{step}} 步，损失已从 {{first}} 升到 {{loss}}：训练发散。请停止运行，用低于 {{rate}} 的学习率（例如十分之一）重新开始。',
  run_open_elsewhere: '这次运行已在另一个标签页中打开。请在那里继续，或先把它关闭。',
  gradient_not_finite:
    '第 {{step}} 步已跳过：{{tensor}} 的梯度不是有限值。权重保持不变。若经常发生，请降低学习率。',
  pooling_sees_nothing: '因果注意力下第一个词元只关注自己：请按最后一个词元或平均值池化。',
  examples_missing: '请先导入数据集。',
  unknown_examples: '没有数据集“{{set}}”。',
  examples_listed_twice: '数据集“{{set}}”列出了两次。请删去一个。',
  objective_unknown_examples: '有目标读取“{{set}}”，但它不在此次运行的数据集中。',
  output_layers_left_out: '保存和导出的模型只带 {{own}} 的输出层；{{others}} 的输出层不包含在内。',
  too_few_examples: '至少需要两个不同的样本，现在只有 {{count}} 个。',
  no_two_classes:
    '{{rows}} 行中有 {{left}} 行不能作为样本（没有文本、没有标签或行无效），其余各行的 {{column}} 列不足两个类别。请查看跳过的行，或选择其他列。',
  too_few_labels: '{{column}} 列的不同取值少于两个，不能作为类别。请选择另一列。',
  multi_label: '{{column}} 列的内容是列表：不支持多标签分类。请选择每行只有一个类别的列。',
  listed_label:
    '{{column}} 列的内容是列表。如果每个列表只有一个标签，请直接写出标签（pandas：df["{{column}}"] = df["{{column}}"].str[0]）；不支持多标签分类。',
  not_a_label: '{{column}} 列的内容是对象，不是类别。请选择另一列。',
  regression_labels:
    '{{column}} 列的内容是小数（{{example}}），不是类别。请将任务改为“回归”，或选择其他列。',
  regression_not_compared:
    '{{name}} 预测的是数值（回归）。比较与压缩只衡量类别、词元和回答；可以直接导出该模型。',
  no_scores: '{{column}} 列中没有两个不同的数值可供预测。请选择其他列。',
  writes_no_numbers:
    'T5 以生成文本作答，没有用于预测 {{column}} 列数值的输出层。请选择 GPT、LLaMA 或 BERT 类模型作为基座。',
  too_many_labels: '{{column}} 列的不同取值超过 {{most}} 个，不能作为类别。请选择另一列。',
  unknown_module: '这个模型没有模块 {{module}}。可选：{{known}}。',
  nothing_to_train: '没有可训练的参数。请选择其他方法。',
  recovery_other_tokens: '这个模型的分词器不同，不能用基线模型的文本做恢复训练。',
  unknown_base: '基座模型已不存在，请另选一个。',
  prompt_empty: '提示为空，而模型没有定义 BOS 词元：从 {{token}} 之后开始生成。',
  weight_shape: '{{tensor}} 有 {{got}} 个值，这次运行需要 [{{expected}}]。请按模型原有的尺寸微调。',
  checkpoint_shapes:
    '检查点与它的设置不符：{{what}} 为 {{got}}，应为 {{expected}}。无法打开；曲线和设置仍在列表中。',
  checkpoint_unclear:
    '这个检查点由早期版本保存，没有记录模型尺寸，也无法从文件推断（有 {{got}} 个值，应为 {{expected}} 个）。请重新运行。',
  unknown_segment:
    '分词器使用的段 ID 为 {{segment}}，而模型的 type_vocab_size 是 {{rows}}（从 0 开始计数）。请去掉第二段文本，或选用段数更多的模型。',
  examples_cut: '{{all}} 个样本中有 {{count}} 个超过 {{length}} 个词元，已截断。',
  distill_nothing_to_learn:
    'α = 1 且没有隐藏状态或注意力损失时，蒸馏与独立训练相同。请把 α 设得小于 1。',
  distill_top_k_in_step:
    '隐藏状态和注意力损失在每一步都运行教师模型，其全部 logits 均可用。请把 top-k 设为 0，或把两个权重都设为 0。',
  distill_not_for_objectives:
    '编码器和编码器-解码器只按 logits 蒸馏：不支持隐藏状态损失、注意力损失、top-k logits 和生成的文本。',
  distill_not_for_classes:
    '分类器只按类别概率蒸馏：不支持隐藏状态损失、注意力损失、top-k logits 和生成的文本。',
};
