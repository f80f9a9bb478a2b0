import type { enErrors } from './en';

export const zhErrors: typeof enErrors = {
  unexpected: '出了点问题：{{message}}',
  empty_file: '这个文件是空的，未作任何更改。',
  binary_file_unknown: '这不是文本文件：里面有文本不会有的字节。请另存为纯文本（UTF-8）再添加。',
  binary_file: '这不是文本文件（看起来是 {{format}}）。请另存为纯文本（UTF-8）再导入。',
  not_utf8:
    '这段文本不是 UTF-8（首次出现在第 {{offsetBytes}} 字节）。请在编辑器中另存为 UTF-8 再导入。',
  too_large: '这个文件有 {{size}}，上限是 {{limit}}。请截取一部分再导入。',
  too_short: '这段文本只有 {{chars}} 个字符，训练至少需要 {{minChars}} 个。',
  epochs_not_used:
    '没有使用 num_train_epochs（{{epochs}}）：这个任务的样本没有尽头，步数由 max_steps（{{steps}}）决定。',
  not_json: '这不是 JSON 对象（{{reason}}）。一切如旧。',
  unreadable: '读不出来。如果是文件夹或在云端，请先把文件复制到这台电脑。',
  offline: '下载没有到达：你可能离线，或这个地址在此被屏蔽。页面其余部分不需要网络。',
  http: '服务器返回状态 {{status}}，可能正忙，请稍后再试。',
  http_missing: '此地址没有文件（状态 {{status}}）。请检查地址：它必须指向文件本身。',
  http_refused: '服务器不公开提供此文件（状态 {{status}}）。请在已登录处下载，再作为文件导入。',
  bad_address: '这不是文件地址：应以 https:// 开头。',
  hub_name:
    '这不是 Hugging Face Hub 上的地址。地址形如 owner/name、owner/name@revision 或 https://huggingface.co/owner/name。',
  hub_kind: '{{name}} 属于 Hub 的 {{kind}} 部分。模型请在“模型”页添加，数据集请在“数据”页添加。',
  hub_gated:
    '{{name}} 需要先接受使用条款才能下载。请在 {{page}} 上接受条款，在那里下载文件，然后拖到此处。',
  hub_private:
    'Hub 只向有权限的账号显示 {{name}}：它是私有仓库，或者没有这个仓库。请在 {{page}} 上核对名称。',
  hub_missing: 'Hub 上没有公开的仓库 {{name}}。请在 {{page}} 上核对名称。',
  hub_no_revision: '{{name}} 没有名为“{{revision}}”的分支、标签或提交。请查看 {{page}}。',
  hub_busy: 'Hub 收到来自此地址的请求过多。请等几分钟再试。',
  hub_down: 'Hub 暂时不可用（状态码 {{status}}）。请稍后再试。',
  hub_answer:
    '回答的不是 Hub 的文件列表：可能是网络的登录页面，或回答被截断。请在另一个标签页打开 {{page}}，再试一次。',
  bad_gzip:
    '{{name}} 是无法解压的 gzip 文件：被截断或已损坏。请重新下载，或自行解压后导入其中的文件。',
  hash_mismatch: '收到的文件与公布的不同：校验和不符。请重新下载。',
  bad_parquet: '这个 parquet 文件读不出来：{{reason}}',
  bad_pattern: '这个模式不是正则表达式：{{reason}}',
  no_data_rows: '{{name}} 只有表头，没有数据行。请选择表头下有数据行的文件。',
  no_rows: '{{name}} 是没有列的纯文本。请选择 CSV、TSV、JSON、JSON Lines或 parquet 文件。',
  json_in_table:
    '{{name}} 的内容是 JSON，不是表格。如果是数据，请改名为 .json 或 .jsonl；如果是服务器返回的错误，请重新下载。',
  json_shape: '{{name}} 中没有已知形式的行列表（键：{{keys}}）。请保存为对象列表或 JSON Lines。',
  json_error_page: '{{name}} 的内容是错误信息，不是数据：{{message}}',
  parquet_stalled:
    '{{name}} 在 {{seconds}} 秒内没有任何进展，已放弃读取：该 parquet 文件已损坏。请重新写出，或导出为 CSV 或 JSON Lines。',
  no_documents: '一篇文档也没有剩下：没有能读的内容，或各步骤去掉了全部。',
  aborted: '已取消。',
  study_stopped: '研究在开始前已停止。',
  engine_not_loaded: '引擎无法载入，请重新载入页面。',
  device_lost:
    'GPU 已丢失：被驱动或浏览器收回。请重新打开 GPU，然后重新开始，或从上一个检查点恢复训练。',
  out_of_memory:
    'GPU 内存不足（{{where}}）。请减少层数、宽度、上下文长度或批量，或关闭其他占用 GPU 的标签页和程序。',
  gpu_validation:
    'GPU 拒绝了一项操作（{{where}}）：{{detail}}。此后的结果一律不算，检查点保持不变。请重新开始；如果再次出现，请更新浏览器和 GPU 驱动，并附上这条信息反馈。',
  gpu_internal:
    'GPU 驱动出错（{{where}}）：{{detail}}。此后的结果一律不算，检查点保持不变。请重新开始；如果再次出现，请更新 GPU 驱动。',
  gpu_readback:
    '无法从 GPU 读回结果（{{where}}）：{{detail}}。此后的结果一律不算，检查点保持不变。请重新开始；如果再次出现，请重启浏览器。',
  gpu_silent:
    'GPU 不再响应（{{where}}），已放弃该设备。检查点保持不变。请重新开始；如果再次出现，请关闭其他占用 GPU 的程序，或重启浏览器。',
  no_device: '没有可用的 GPU。',
  no_adapter: '没有可用的 GPU。',
  text_missing: '这个语料需要先有文本：请导入或下载。',
  asset_missing: '应用的安装位置缺少打包的语料（{{path}}）。',
  prompt_left_out: '文本里从未出现 {{characters}}，因此提示中略去了它。请改提示，或用字节分词。',
  unknown_character: '提示里有文本从未用过的字符：{{character}}。请改提示，或用字节分词。',
  no_config: '没有 config.json，无法知道这是什么模型。请选择整个文件夹。',
  no_weights: '文件夹里需要一个 model.safetensors，或分片及 model.safetensors.index.json。',
  pickle_only:
    '权重在 {{file}} 里，这种格式可能携带代码。这里只读 safetensors：hub 上的多数模型也有这种格式。',
  lfs_pointer:
    '{{file}} 是 Git LFS 指针，而不是文件本身。请在仓库中运行“git lfs pull”，或从 Hub 页面下载该文件。',
  web_page:
    '{{file}} 是网页，而不是文件本身：下载时保存了显示“未找到”或“请登录”的页面。请重新下载。',
  unsupported_field: '{{file}}：不支持 {{key}} = {{value}}。{{note}}',
  unknown_field: '{{file}}：无法识别 {{key}}，它可能会改变结果。',
  unsupported_family: 'config.json 中 model_type = {{value}}。支持的模型类型有：{{known}}。',
  config_too_large: 'config.json：{{key}} 为 {{value}}，最多支持 {{most}}。',
  bad_labels: '无法读取 config.json 中的类别名称：{{reason}}。',
  leftover_tensors:
    '权重中有 {{count}} 个张量在 config.json 所描述的模型里没有位置，却会改变结果：{{tensors}}。请确认 config.json 与这些权重相符。',
  quantised_weights:
    '这些权重已量化（{{method}}：{{tensors}}）。只支持浮点权重：请用生成它的库反量化后重新保存，或使用原始模型。',
  not_finite_weights:
    '{{tensor}} 中有 {{count}} 个值为 NaN 或无穷大。训练已发散，或数值在 float16 中溢出；请使用更早的检查点。',
  inexact_weights:
    '{{tensor}} 中有 {{count}} 个 64 位数值无法用 float32 精确表示。请将模型转换为 float32 后重新保存。',
  other_format: '{{file}} 与其文件名不符：它看起来是 {{format}}。',
  json_encoding:
    '{{file}} 的编码是 {{encoding}}。JSON 文件必须是不带 BOM 的 UTF-8：请另存为 UTF-8。',
  json_not_a_number: '{{file}} 的 {{key}} 为 {{value}}，不是合法的 JSON。请改为数字或 null。',
  json_too_deep: '{{file}} 的嵌套超过 {{most}} 层。',
  zip_grows:
    '这个 zip 解压后将有 {{size}}，远大于它本身，因此没有解压。如果信任它，请自行解压后拖入文件夹。',
  no_tokenizer: '没有分词器：需要 tokenizer.json，或 vocab.json 加 merges.txt，或 vocab.txt。',
  bad_tokenizer: '无法读取分词器：{{reason}}',
  unsupported_pattern: '不支持正则表达式 {{pattern}}：第 {{at}} 个字符处的 {{what}}。',
  pattern_too_slow: '正则表达式 {{pattern}} 处理这段文本需要的步骤过多。请避免在量词内再嵌套量词。',
  no_unknown_token: '文本中的 {{text}} 不在词表中，而该分词器没有未知词元。',
  limit_too_small: '{{maxTokens}} 个词元太少：仅特殊词元就有 {{added}} 个。',
  bad_json_file: '{{file}} 不是 JSON 对象：{{reason}}',
  vocabulary_too_large:
    '分词器有 {{tokens}} 个词元，嵌入只有 {{rows}} 行：{{extra}} 个词元没有嵌入。请对模型调用 resize_token_embeddings 后重新保存。',
  unsupported_model: 'config.json 要求 {{key}} = {{value}}，这里不支持。',
  bad_config: 'config.json 自相矛盾：{{message}}',
  missing_tensor: '权重缺少 config.json 所要求的 {{count}} 个张量：{{tensor}}。',
  wrong_shape: '{{tensor}} 在文件中是 {{got}}；config.json 要求 {{expected}}。',
  bad_index: '索引与分片不一致：{{reason}}',
  bad_zip: '无法读取这个 zip：{{reason}}',
  zip_too_large: 'zip 最多 4 GiB。请改为存入文件夹。',
  no_files: '没有可读的文件。',
  hub_no_model: '{{name}} 的文件夹 {{folder}} 里没有 config.json 和 safetensors 权重。',
  models_storage_full: '浏览器没有更多空间存放这个模型。请删除一个模型或保存的运行，或清理磁盘。',
  adapter_alone: '这是一个适配器：请先导入它的模型，再在那里添加。',
  no_lora: '适配器需要 adapter_config.json 和 adapter_model.safetensors，缺少其中之一。',
  foreign_tensor: '适配器里有 {{tensor}}，这个模型没有对应的位置。',
  no_prompting: '{{name}} 不会续写文本，因此无法用提示中的样例来提问。',
  forgetting_no_writing: '没有测量 {{name}} 的遗忘：它不会续写文本。',
  forgetting_own_text: '没有测量 {{name}} 的遗忘：它读过的不是内置文本。',
  forgetting_imported: '没有测量 {{name}} 的遗忘：它读过的文本不在这里。',
  no_classifier: '{{name}} 没有分类用的输出层：请先用带类别的样例微调它。',
  other_classes: '这个分类器区分的是 {{labels}}，这些样例的类别不同。',
  unknown_adapter: '这个适配器已经不在了。',
  unknown_model: '这个模型已经不在了。',
  storage_full:
    '没有空间保存这次运行了。训练会继续，但关闭页面后它就会丢失；请删除一个已保存的运行来腾出空间。',
  bad_checkpoint: '这个版本无法读取这次保存的运行。',
  nothing_to_export: '这次运行还没有模型。',
  cannot_export_heads:
    '这个模型去掉了一部分注意力头，而 Hugging Face 没有头数少于宽度所需的 GPT-2 类：无法保存到“模型”页，也无法导出。',
  variant_let_go: '内存里已不再保留这个模型。请再比较一次（模型大时只比较它自己），然后保存。',
  cannot_export: 'Hugging Face 没有能容纳这种模型的类（{{what}}）。',
  student_has_other_shape:
    '教师的层放不进学生（{{name}}）：需要与教师同族、同宽、同样的头。请让学生随机起步。',
  no_attention_to_match:
    '只有两个模型都用注意力、且每个头都有自己的键时才能匹配注意力。请把它的权重设为 0。',
  nothing_to_compare: '这次运行没有可以比较的模型。',
  no_sentence_head: '这个模型没有判断下一句的输出头。请选 BERT，或换一个训练目标。',
  no_questions:
    '{{name}} 的 {{rows}} 行里没有题目。每行要有 question、choices 和 answer（从 0 起的序号、字母或选项原文），或 prompt 和 answer。',
  mixed_answers:
    '{{name}} 中第 {{zero}} 题的答案从 0 开始编号，第 {{one}} 题从 1 开始。请在整个文件中统一。',
  unclear_answers: '{{name}} 中的答案（{{what}}）有不止一种读法。请改写成字母或正确选项的原文。',
  suite_twice: '同样的题目选了两次。',
  bad_stages: '这些步骤读不懂：{{reason}}',
  stage_after_quantised: '权重变成整数之后不能再接别的步骤：请把它放在最后。',
  stage_after_low_rank: '分解过的矩阵不能再去头，也不能再分解：请把低秩放到后面。',
  prune_groups: '每四个一组时，去掉一个、两个或三个，而且只能一次去掉。',
  no_layers_to_remove: '这个模型的各层并不相同，或者共享权重，不能随便去掉哪一层。',
  no_layers_to_share: '这个模型的各层并不相同，或者已经共享权重。',
  no_heads_to_remove: '这个模型没有可以去掉的注意力头。',
  wrong_family: '这类模型暂时还不能在这里比较。',
  chain_too_long:
    '{{layers}} 个循环层乘以 {{places}} 个位置，共 {{steps}} 步，只能一步接一步地算。请减少层数或缩短上下文：最多 {{most}} 步。',
  heads_do_not_divide: '宽度必须是头数的整数倍。',
  binding_too_large:
    '模型有一部分需要一整块 {{size}}，而这块 GPU 最多给 {{limit}}。请减小批量、上下文、宽度或词表。',
  shader_failed: '有内核无法在这块 GPU 上编译。请附上 GPU 型号反馈：{{message}}',
  loss_diverges:
    '到第 {{step}} 步，损失已从 {{first}} 升到 {{loss}}：训练在发散。请停止，用比 {{rate}} 更低的学习率（例如十分之一）重新开始。',
  run_open_elsewhere: '这次训练已在另一个标签页中打开。请在那里继续，或先把它关闭。',
  gradient_not_finite:
    '第 {{step}} 步已跳过：{{tensor}} 不是有限数。权重保持不变。若经常发生，请降低学习率。',
  pooling_sees_nothing: '这个模型的第一个词元只看得到自己：请用最后一个词元或平均。',
  examples_missing: '要先有样例。',
  unknown_examples: '没有样例集“{{set}}”。',
  too_few_examples: '至少需要两个样例，现在只有 {{count}} 个。',
  no_two_classes:
    '{{rows}} 行中有 {{left}} 行不能作为样本（没有文本、没有类别，或行已损坏），其余各行的 {{column}} 列不足两个类别。请查看被略去的行，或选择其他列。',
  too_few_labels: '{{column}} 列不到两个取值：没有什么可区分的。',
  multi_label: '{{column}} 列的内容是列表：这里不学习一行多个标签。请选择每行只有一个类别的列。',
  not_a_label: '{{column}} 列的内容是对象，不是类别。请选择另一列。',
  regression_labels:
    '{{column}} 列的内容是小数（{{example}}）：这是要预测的数值，不是类别。不支持回归；请先把数值归成类别。',
  too_many_labels: '{{column}} 列的取值超过 {{most}} 个：不像是类别列。',
  unknown_module: '这个模型没有叫 {{module}} 的层。它有：{{known}}。',
  nothing_to_train: '这样就没有任何权重要训练了。',
  too_large_for_cpu: '在 CPU 上用普通 TypeScript 评判这个模型要 {{gflop}} GFLOP，上限是 {{most}}。',
  cpu_is_float: 'CPU 上的权重是 32 位浮点数：请去掉最后一步，或改用 GPU。',
  recovery_other_tokens: '这个模型的切词方式不同，不能用第一个模型的文本继续训练。',
  not_on_cpu: '这类模型不能在 CPU 上运行。',
  unknown_base: '作为起点的模型已经不在了，请另选一个。',
  prompt_empty: '提示为空，而模型没有指定起始词元：文本接在 {{token}} 之后。',
  weight_shape: '{{tensor}} 有 {{got}} 个值，这次运行需要 [{{expected}}]。请按模型原有的大小微调。',
  checkpoint_shapes:
    '保存的运行与它自己的设置不符：{{what}} 是 {{got}}，应为 {{expected}}。无法打开；曲线和设置仍在列表中。',
  checkpoint_unclear:
    '这次运行由早期版本保存，没有记录模型的大小，也无法从文件得知（有 {{got}} 个值，应为 {{expected}} 个）。请重新运行。',
  unknown_segment:
    '分词器把词元标为第 {{segment}} 段，而模型的 type_vocab_size 是 {{rows}}（从 0 数起）。请去掉第二段文本，或选用段数更多的模型。',
  examples_cut: '{{all}} 个样例中有 {{count}} 个超过 {{length}} 个词元，已截断。',
  distill_nothing_to_learn:
    'α = 1 又没有别的可跟随，蒸馏学生和自学的学到的完全一样。请把 α 设得小于 1。',
  distill_top_k_in_step:
    '隐藏状态和注意力要求教师在每一步中运行，这时它的全部 logit 本来就在。请把“最大的几个 logit”设为 0，或把两个权重都设为 0。',
  distill_not_for_classes:
    '分类器只能用类别来教：不能用隐藏状态、注意力、截取的 logit 或教师写的文本。',
};
