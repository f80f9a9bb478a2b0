// What the tables of fields say of a value that is not taken, in Chinese. The English sentences stand in
// training/formats: they are the keys.
import { zhWeightNotes } from './zhWeights';

export const zhNotes: Readonly<Record<string, string>> = {
  ...zhWeightNotes,
  // config.json
  'A class ForSequenceClassification brings its output layer; of other classes the layers that the language model lacks are named as not used.':
    '应为类名的列表。ForSequenceClassification 类带有输出层；其他类中语言模型没有的层会列为未使用。',
  'Whether the output layer is the token embedding.':
    '应为 true 或 false：输出层是否与词嵌入共享。',
  'Names of the classes of a classifier, from 0 without a gap. Decides their number where it is there.':
    '应为分类器的类别名称，从 0 开始连续编号；给出时由它决定类别数。',
  'One class of several, or one number (regression; also where there is one label and nothing is said). For multi_label_classification, remove architectures and problem_type to read the model without its output layer.':
    '从多个类别中给出一个，或给出一个数值（regression；只有一个标签且未说明时也是）。对于 multi_label_classification，请删去 architectures 和 problem_type，以读取不含输出层的模型。',
  'A token id or a list of them: with these a text ends. generation_config.json comes before it.':
    '应为一个词元 id 或其列表：文本以它们结束。以 generation_config.json 为先。',
  'A token id; below zero it names none.': '应为词元 id；小于 0 表示没有。',
  'The family decides it.': '由模型类型决定。',
  'Cross-attention to another model is not supported.': '不支持对另一个模型的交叉注意力。',
  'The weights of encoder and decoder must be their own.': '编码器与解码器必须各有自己的权重。',
  'Prune the weights and save the model without this field.':
    '请先剪枝权重，再保存不含该字段的模型。',
  'Only float weights are read. Load the model in its own library, dequantize it and save it again, or take the unquantized original.':
    '只支持浮点权重。请用原来的库加载模型，反量化后重新保存，或使用未量化的原始模型。',
  'Only float weights are read.': '只支持浮点权重。',
  'The model needs program code of its repository, which is not run here.':
    '该模型需要其仓库中的程序代码，这里不运行。',
  'Merge the adapters into the weights and save the model again.':
    '请将适配器合并到权重后重新保存模型。',
  'A decoder here sees what stands before a token, not behind it.':
    '这里的解码器只看词元之前的内容。',
  'GELU in its exact form, or one of the names of its tanh form. Other activations are refused.':
    '只支持精确形式的 GELU 或其 tanh 形式的名称，不支持其他激活函数。',
  'Scores are always divided by the root of the head size.': '注意力分数总是除以头维度的平方根。',
  'Scores do not depend on the number of the layer.': '注意力分数不随层号变化。',
  'A field of another family that changes what is computed.':
    '这是另一类模型的字段，会改变计算结果。',
  'See the fields of rotary positions.': '参见旋转位置编码的字段。',
  'Rotary positions turn the whole of each head.': '旋转位置编码作用于整个头。',
  'SiLU in SwiGLU, under both of its names.': '只支持 SwiGLU 中的 SiLU（silu 或 swish）。',
  'Heads must add up to hidden_size.': '各头维度之和必须等于 hidden_size。',
  'The projections of attention have no biases.': '注意力的投影没有偏置。',
  'The MLP has no biases.': 'MLP 没有偏置。',
  'A window passes only where no layer is narrower than its sequence.':
    '只有窗口不小于序列长度时才支持滑动窗口。',
  'Every layer must be full_attention.': '每一层都必须是 full_attention。',
  'Scaled rotary positions (linear, dynamic, llama3, yarn, longrope) are not read.':
    '不支持缩放的旋转位置编码（linear、dynamic、llama3、yarn、longrope）。',
  'Scales the positions; only rope_type default is supported.':
    '会缩放位置；只支持 rope_type = default。',
  'Positions of their own for each kind of layer are not supported.':
    '不支持各类层使用各自的位置编码。',
  'The output layer over the vocabulary is the token embedding.': '词表上的输出层就是词嵌入。',
  'An encoder that is run as a decoder is not supported.': '不支持将编码器用作解码器。',
  'Only learned absolute positions.': '只支持学习得到的绝对位置编码。',
  'A T5 is read whole, with encoder, decoder and output layer.':
    'T5 须完整读取：编码器、解码器和输出层。',
  'A T5 is an encoder with a decoder.': 'T5 由编码器和解码器组成。',
  'Either relu, or gated-gelu in its tanh form.': '只支持 relu 或 tanh 形式的 gated-gelu。',
  'Must be the activation that feed_forward_proj names.':
    '必须与 feed_forward_proj 所写的激活函数相同。',
  'Must say the same as feed_forward_proj.': '必须与 feed_forward_proj 一致。',
  'Scores are scaled by d_model ** -0.5 where the embedding is tied, and there alone.':
    '当且仅当词嵌入共享时，分数乘以 d_model ** -0.5。',
  'A language model reads in one direction.': '语言模型只朝一个方向读取。',
  'The state is not projected.': '不支持对状态做投影。',
  'The output layer has weights of its own.': '输出层有自己的权重。',
  'A text, or a list of texts: a written text ends before them too.':
    '应为一段文本或文本的列表：生成的文本也在它们之前结束。',
  // The tokenizer's files
  'Only version 1.0 exists.': '只有 1.0 版。',
  'Dropout makes tokens random: set it to null.': 'dropout 会使分词结果随机，请设为 null。',
  'A Jinja template, or a list of named ones; chat_template.jinja wins over it.':
    '填写一个 Jinja 模板，或若干命名模板的列表；chat_template.jinja 优先。',
  'Write the token, or an object with its content and flags; null: none.':
    '应为词元，或含 content 与各标志的对象；null 表示没有。',
  'Special tokens without a role: a list of them.': '应为列表：没有角色的特殊词元。',
  'The same, as a list or by name.': '同上，应为列表或按名称给出的对象。',
  'Gives the special tokens that the file leaves out; with vocab files, which tokenizer they are. With tokenizer.json the tokenizer itself is read from there. Llama, CodeLlama and Gemma put bos in front where tokenizer.json has no post_processor.':
    '应为类名：它给出文件中未写的特殊词元；对词表文件，它决定是哪种分词器。',
  'Tokens by their ids, added after those of tokenizer.json; their flags win.':
    '应为按 id 给出的词元，加在 tokenizer.json 的词元之后，以其标志为准。',
  'True or false: with add_eos_token it takes the place of the post_processor.':
    '应为 true 或 false：与 add_eos_token 一起取代 post_processor。',
  'True or false: with add_bos_token it takes the place of the post_processor.':
    '应为 true 或 false：与 add_bos_token 一起取代 post_processor。',
  'True or false, of a pre_tokenizer that is ByteLevel alone.':
    '应为 true 或 false，只用于单独的 ByteLevel 预分词器。',
  'True or false, of BERT classes; missing: true with vocab.txt.':
    '应为 true 或 false，只用于 BERT 类；缺省时 vocab.txt 按 true 处理。',
  'True or false, of BERT classes.': '应为 true 或 false，只用于 BERT 类。',
  'With vocab.txt: a list of words that are kept whole.': '应为列表：使用 vocab.txt 时不切分的词。',
  'Only true is supported.': '只支持 true。',
  'Where it is true, special tokens in a text are read as text.':
    '应为 true 或 false：为 true 时，文本中的特殊词元按普通文本读取。',
  'Save the tokenizer as tokenizer.json: AutoTokenizer.from_pretrained(…).save_pretrained(…).':
    '请保存为 tokenizer.json：AutoTokenizer.from_pretrained(…).save_pretrained(…)。',
  // adapter_config.json
  'Only LoRA is read. Prompt tuning, prefix tuning, P-tuning, IA3, AdaLoRA, LoHa, LoKr, OFT, BOFT, VeRA, HRA, Bone, MiSS, RandLoRA, SHiRA, C3A, RoAd, X-LoRA, VB-LoRA, FourierFT, WaveFT, CPT, Poly, LN tuning and trainable tokens are refused: merge such an adapter with PEFT and open the merged model.':
    '只支持 LORA。其他类型的适配器请用 PEFT 合并后再打开合并后的模型。',
  'SEQ_CLS brings an output layer. Heads for tokens and for spans of a text are refused.':
    'SEQ_CLS 带有输出层；不支持词元级和文本片段级的输出头。',
  'The rank of the product of the factors, a whole number above 0.': '秩，应为大于 0 的整数。',
  'The product of the factors is scaled by lora_alpha / r; a number.':
    '两个因子之积乘以 lora_alpha / r；应为数值。',
  'The scale is lora_alpha / sqrt(r).': '应为 true 或 false：缩放系数为 lora_alpha / sqrt(r)。',
  'Ranks of single modules, whole numbers above 0: the first pattern that matches counts.':
    '各模块的秩，应为大于 0 的整数；以第一个匹配的模式为准。',
  'Values of lora_alpha for single modules, numbers above 0, given like rank_pattern.':
    '各模块的 lora_alpha，应为大于 0 的数，写法同 rank_pattern。',
  'Layers that are adapted, a number or a list of numbers from 0; only where target_modules is a list.':
    '要适配的层，应为从 0 开始的层号或其列表；仅在 target_modules 为列表时可用。',
  'Biases in the file take the place of the model’s.':
    '应为 none、all 或 lora_only：文件中的偏置取代模型的偏置。',
  'PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA change the weights of the model that they start from, which an adapter does not hold. Convert the adapter with PEFT’s path_initial_model_for_weight_conversion.':
    'PiSSA、OLoRA、CorDA、LoftQ 和 LoRA-GA 会改变初始模型的权重，而适配器不含这些权重。请用 PEFT 的 path_initial_model_for_weight_conversion 转换适配器。',
  'Each output’s weights take the length that lora_magnitude_vector holds; the factors change their direction.':
    '应为 true 或 false：每个输出的权重取 lora_magnitude_vector 中的长度，两个因子改变其方向。',
  'Biases of the factors are not read. Merge the adapter with PEFT and open the merged model.':
    '不支持因子的偏置。请用 PEFT 合并适配器后再打开合并后的模型。',
  'The model has its own layers once. Merge the adapter with PEFT and open the merged model.':
    '模型的每一层只有一份。请用 PEFT 合并适配器后再打开合并后的模型。',
  'Single rows of the embedding are not read. Merge the adapter with PEFT and open the merged model.':
    '不支持只含词嵌入部分行的适配器。请用 PEFT 合并适配器后再打开合并后的模型。',
  'Adapters of parameters that belong to no layer are not read.':
    '不支持不属于任何层的参数的适配器。',
  'An adapter that acts behind certain tokens only cannot be merged.':
    '只在某些词元之后起作用的适配器无法合并。',
  'Factors for groups of quantized weights are not read.': '不支持按量化权重分组的因子。',
  'Routing between adapters is not done.': '不支持适配器之间的路由。',
  'Block-diagonal factors are not read.': '不支持分块对角的因子。',
  'Layers of Megatron are not read.': '不支持 Megatron 的层。',
  'LoftQ changes the weights of the model.': 'LoftQ 会改变模型的权重。',
  'Tied weights cannot be stored twice.': '共享的权重不能存两份。',
  'Names of modules are text.': '模块名称应为文本。',
  'Names of modules are a list.': '模块名称应为列表。',
  'The table of words is the output layer too and cannot be replaced for one of them.':
    '词嵌入同时也是输出层，不能只替换其中之一。',
  'This regular expression takes too long. Write the modules as a list.':
    '该正则表达式耗时过长，请改为模块的列表。',
  'This regular expression cannot be read here. Write the modules as a list.':
    '无法读取该正则表达式，请改为模块的列表。',
  // TrainingArguments
  'Computed: linear, cosine, cosine_with_min_lr, constant, constant_with_warmup, polynomial with power 1, warmup_stable_decay. constant has no warmup, as in transformers.':
    '支持：linear、cosine、cosine_with_min_lr、constant、constant_with_warmup、polynomial（power 为 1）、warmup_stable_decay。与 transformers 一样，constant 没有预热。',
  'Deprecated; read as warmup_steps below 1 where warmup_steps is not positive. From 0 to below 1.':
    '已弃用，应不小于 0 且小于 1：warmup_steps 不为正数时，按小于 1 的 warmup_steps 读取。',
  'Names whose update is the same are read alike: AdamW (torch, fused, XLA, NPU, apex, paged), SGD without momentum, Lion, Adafactor. Use one of the accepted names; 8-bit, 4-bit, GaLore, APOLLO, LOMO and others are not computed here.':
    '支持 AdamW（torch、fused、XLA、NPU、apex、paged）、不带动量的 SGD、Lion、Adafactor 和 Muon 的名称；不支持 8 位、4 位、GaLore、APOLLO、LOMO 等。',
  'Selects modules for GaLore and APOLLO, which are not computed here. Remove it.':
    '用于 GaLore 和 APOLLO，这里不支持。请删去。',
  'Targets are not smoothed. Set it to 0.': '不支持标签平滑。请设为 0。',
  'No noise is added to embeddings. Remove it.': '不向词嵌入添加噪声。请删去。',
  'One of no, steps, epoch.': '应为 no、steps 或 epoch。',
  'One of no, steps, epoch. With no, held-out loss is measured at the start and at the end.':
    '应为 no、steps 或 epoch。为 no 时，在开始和结束时测量留出集损失。',
  'Earlier name of eval_strategy, which wins.': 'eval_strategy 的旧名称，以 eval_strategy 为准。',
  'Evaluation begins with the first interval. Set it to 0.': '从第一个间隔开始评估。请设为 0。',
  'One of no, steps, epoch; the state at the end is kept in any case. best is not supported: use steps.':
    '应为 no、steps 或 epoch；最后的状态总会保留。不支持 best，请用 steps。',
  'The model at the end is the one of the last update. Set it to false.':
    '最后的模型总是最后一次更新的模型。请设为 false。',
  'The batches are drawn from seed. Remove it, or set it to the value of seed.':
    '批次由 seed 抽取。请删去，或设为与 seed 相同。',
  'Examples are shuffled. Use random.': '样例会被打乱。请用 random。',
  'Removed from transformers. Examples are shuffled. Set it to false.':
    'transformers 已移除该参数。样例会被打乱。请设为 false。',
  'A DeepSpeed configuration replaces optimizer, schedule and batch size. Remove it and set these here.':
    'DeepSpeed 配置会取代优化器、学习率调度和批大小。请删去，并在这里设置。',
  'Batches are not split, and their number between two updates is gradient_accumulation_steps. Remove split_batches, gradient_accumulation_kwargs and the name of a file.':
    '批次不拆分，两次更新之间的批次数是 gradient_accumulation_steps。请删去 split_batches、gradient_accumulation_kwargs 和文件名。',
  'Removed from transformers. Batches are not split. Set it to false.':
    'transformers 已移除该参数。批次不拆分。请设为 false。',
  'The batch size stays as given; the memory plan tells beforehand whether it fits.':
    '批大小保持不变；内存规划会事先说明是否放得下。',
  'Held-out loss is measured before the first update in any case.':
    '第一次更新之前总会测量留出集损失。',
  'Nothing without load_best_model_at_end.': '没有 load_best_model_at_end 时不起作用。',
  'One checkpoint of a run is kept, the latest.': '每次运行只保留最新的一个检查点。',
  'A run is deterministic in any case.': '运行总是确定性的。',
  'Options of torch.utils.checkpoint; the result is the same.':
    'torch.utils.checkpoint 的选项，结果相同。',
  'A saved run is resumed from Saved runs.': '在“已保存的运行”中恢复运行。',
  'A resumed run goes on exactly where it was.': '恢复的运行从中断处继续。',
  'Training computes in float32; the result differs by rounding alone.':
    '训练以 float32 计算，结果只有舍入上的差别。',
  'Changes the speed alone.': '只影响速度。',
  "Training runs on the tab's GPU.": '训练在该标签页的 GPU 上进行。',
  'Training runs on one device.': '训练在单个设备上进行。',
  'Batches are written in the tab; their content does not depend on it.':
    '批次在标签页中生成，内容与它无关。',
  'Columns are chosen where the examples are read.': '在读取样例处选择列。',
  'Nothing is reported to a service.': '不向任何服务上报。',
  'Nothing is uploaded; use Export.': '不上传；请用导出。',
  'For scripts around Trainer; Trainer itself does not use it.':
    '供 Trainer 之外的脚本使用，Trainer 本身不用。',
  'What is logged is shown on the page in any case.': '日志内容总会显示在页面上。',
  'Concerns metrics and predictions of Trainer, which are not computed here.':
    '涉及 Trainer 的指标和预测，这里不计算。',
  'Runs are kept in the browser; files are written by Export.':
    '运行保存在浏览器中；文件由导出写出。',
  // Parts of a regular expression
  'an unmatched )': '没有配对的 )',
  'an unexpected end': '意外的结尾',
  'groups nested too deeply': '嵌套过深的分组',
  'a quantifier without anything to repeat': '没有可重复内容的量词',
  'a case-insensitive letter with a folding of several letters':
    '不区分大小写且折叠为多个字母的字母',
  'this kind of group': '这种分组',
  'a group without its end': '没有结尾的分组',
  'a lookbehind of no fixed length': '长度不固定的后行断言',
  'quantifiers in a row': '连续的量词',
  'a quantifier with such numbers': '带有这些数字的量词',
  'a repeated assertion': '重复的断言',
  'a quantifier over something that can match nothing': '作用于可匹配空串内容的量词',
  'a property in a case-insensitive character class': '不区分大小写的字符类中的属性',
  'no character': '不是字符的码位',
  'character classes nested too deeply': '嵌套过深的字符类',
  '] at the beginning of a character class': '字符类开头的 ]',
  'a character class without its end': '没有结尾的字符类',
  '- after a class of characters': '字符类之后的 -',
  '- before a class': '字符类之前的 -',
  'this range of characters': '这个字符范围',
  'a letter beyond ASCII in a case-insensitive character class':
    '不区分大小写的字符类中的非 ASCII 字母',
  'too many repetitions': '过多的重复',
};
