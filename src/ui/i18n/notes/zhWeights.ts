// What the tables of model configurations and of compressed weights say, in Chinese.
export const zhWeightNotes: Readonly<Record<string, string>> = {
  'Only compressed-tensors is read, by the fields of its table. Other methods (gptq, awq, bitsandbytes, fp8, mxfp4, hqq, quanto, …) are not read. Load the model in its own library, dequantize it and save it again, or take the unquantized original.':
    '只读取 compressed-tensors，按其表中的字段。不读取其他方法（gptq、awq、bitsandbytes、fp8、mxfp4、hqq、quanto 等）。请在其自己的库中加载模型、反量化后重新保存，或使用未量化的原模型。',
  'Written by Benchtop: modules whose weight is stored as two low-rank factors.':
    '由 Benchtop 写出：权重以两个低秩因子存储的模块。',
  'A former name of quantization_config; save the model again.':
    'quantization_config 的旧名；请重新保存模型。',
  'Rotary embeddings cover the whole head, as in the transformers class.':
    '旋转位置编码作用于整个头，与 transformers 的类相同。',
  'Either full_attention or sliding_attention, one a layer. Other kinds are refused.':
    '每层一项，full_attention 或 sliding_attention；其他种类不支持。',
  'The class has no biases in the MLP.': '该类的 MLP 没有偏置。',
  'The class has no biases in attention.': '该类的注意力没有偏置。',
  'The class gives every layer the window or none, and this has to agree.':
    '该类的所有层要么都有滑动窗口，要么都没有，此处须与之一致。',
  'Whether a layer applies rotary embeddings: 1 or 0, one per layer.':
    '每层一项，1 或 0：该层是否使用旋转位置编码。',
  'As of Qwen3; where it is absent, the layers without positions have the window.':
    '与 Qwen3 相同；未给出时，不使用位置编码的层有滑动窗口。',
  'Attention logit soft-capping is not supported.':
    '不支持注意力 logits 的软上限（soft-capping）。',
  'The MLP is gated by GELU (tanh approximation). Other activations are refused.':
    'MLP 以 GELU（tanh 近似）为门控；其他激活函数不支持。',
  'Either full_attention or sliding_attention, one a layer; where it is absent, sliding_window_pattern decides.':
    '每层一项，full_attention 或 sliding_attention；未给出时由 sliding_window_pattern 决定。',
  'One of default, linear, dynamic, yarn, longrope, llama3. Other kinds are refused.':
    '应为 default、linear、dynamic、yarn、longrope、llama3 之一；其他种类不支持。',
  'Positions in several dimensions are not supported.': '不支持多维位置编码。',
  'Other methods are refused.': '不支持其他方法。',
  'Schemes under any name. A list of targets instead of a scheme, whose name means a preset, is refused.':
    '名称任意的方案。不支持以目标列表代替方案、由名称指代预设的写法。',
  'Modules that are not quantized: names, classes, or re: and a regular expression.':
    '保持浮点的模块：名称、类名，或 re: 加正则表达式。',
  'See its own table.': '见其自己的表。',
  'Only compressed: weights in another state are not packed.':
    '只支持 compressed：其他状态的权重未打包。',
  'A quantized KV cache is not supported: keys and values stay in float32.':
    '不支持量化的 KV 缓存：键和值保持 float32。',
  'Weight transforms such as Hadamard rotations are not undone.': '不会还原权重的旋转变换。',
  'Modules that are quantized: Linear, Embedding, names, or re: and a pattern that their names begin with. The first group that names a module counts. Conv1D is this page’s addition: the layers of a GPT-2, stored as [outputs, inputs].':
    '被量化的模块：Linear、Embedding、名称，或 re: 加名称开头须匹配的正则表达式。以最先匹配的组为准。Conv1D 由本页面增加：GPT-2 的层，按 [输出, 输入] 存储。',
  'See the table of weights.': '见权重的表。',
  'INT8, dynamic, symmetric, one scale a token, with INT8 weights that have a scale a channel or one in all: products are computed in INT8. The scale is max |x| / 127; the library’s observer divides by 127.5. Others are refused.':
    'INT8、动态、对称、每个词元一个缩放因子，且 INT8 权重按通道或整体只有一个缩放因子：乘积以 INT8 计算。缩放因子为 max |x| / 127；该库的观察器除以 127.5。其他设置不支持。',
  'Outputs stay float32.': '输出保持 float32。',
  'Overrides the format of the whole configuration.': '代替整体的格式。',
  '8 by default.': '默认为 8。',
  'Where it is absent, true. Zero points are read for 4 bits.': '未给出时为 true。4 位时读取零点。',
  'One scale for all (tensor), one an output (channel), or one for group_size inputs of an output (group). Where it is absent, group_size decides.':
    '整个张量一个缩放因子（tensor）、每个输出一个（channel），或每个输出的 group_size 个输入一个（group）。未给出时由 group_size 决定。',
  'Number of inputs that share a scale; −1: all of them. With 8 bits a multiple of 8. The last group of a row may be shorter in files of this page; the library refuses such a row.':
    '共用一个缩放因子的输入数；−1 表示全部。8 位时须为 8 的倍数。本页面的文件中，一行的最后一组可以较短；该库不接受这样的行。',
  'Block-wise scales over several outputs are not read.': '不读取跨多个输出的分块。',
  'The weights in the file are quantized already; dynamic does not apply to them.':
    '文件中的权重已经量化，dynamic 对它们不适用。',
  'Inputs in another order (weight_g_idx) are not read; weight and static leave the order alone.':
    '不读取改变了顺序的输入（weight_g_idx）；weight 和 static 不改变顺序。',
  'Which weights are sparse is read from their tensors.': '哪些权重是稀疏的，由其张量说明。',
  'Reordered inputs (activation ordering) are not read.': '不读取输入的顺序。',
  'How weights are stored: int-quantized and naive-quantized as I8, pack-quantized as I32; mixed-precision: as each group says. FP8, FP4 and 2:4 sparse formats are not read. Load the model in its own library, dequantize it and save it again, or take the unquantized original.':
    '权重的存储方式：int-quantized 和 naive-quantized 为 I8，pack-quantized 为 I32；mixed-precision 则由各组说明。不读取 FP8、FP4 和 2:4 稀疏格式。请在其自己的库中加载模型、反量化后重新保存，或使用未量化的原模型。',
  'FP8 and FP4 are not read. Load the model in its own library, dequantize it and save it again, or take the unquantized original.':
    '不读取 FP8 和 FP4。请在其自己的库中加载模型、反量化后重新保存，或使用未量化的原模型。',
};
