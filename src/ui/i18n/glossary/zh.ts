export const zhGlossary = {
  token: { term: '词元', text: '模型处理文本的单位：一个字符、一个字节，或常见的子词。' },
  parameter: { term: '参数', text: '训练所调整的数值。全部参数（权重和偏置）合起来就是模型。' },
  loss: {
    term: '损失',
    text: '真实的下一个词元的平均负对数似然（交叉熵），单位奈特。越低越好。',
  },
  nat: { term: '奈特', text: '以自然对数为底的信息单位：1 奈特约等于 1.44 比特。' },
  heldOut: {
    term: '验证损失',
    text: '在不参与训练的文本上的损失。若它上升而训练损失下降，则模型过拟合。',
  },
  floor: {
    term: '熵下限',
    text: '文本本身的熵，单位奈特/词元。对于由语法生成的语料，可以精确计算；任何模型的期望损失都不会更低。',
  },
  step: { term: '训练步', text: '对一个批次做一次前向传播、反向传播和优化器更新。' },
  batch: { term: '批次', text: '一个训练步同时处理的序列。' },
  context: { term: '上下文长度', text: '模型最多能关注的词元数。' },
  attention: {
    term: '注意力',
    text: '层中的一个部分：为每个位置计算其他位置的加权平均，权重取决于内容。',
  },
  gradient: { term: '梯度', text: '损失对每个参数的导数。' },
  optimizer: {
    term: '优化器',
    text: '根据梯度更新参数的规则。AdamW 为每个参数保存梯度及其平方的滑动平均。',
  },
  activations: { term: '激活值', text: '为反向传播而保存的前向传播中间结果，往往占内存最多。' },
  temperature: {
    term: '温度',
    text: '采样前用来除 logits：低温偏向最可能的词元，高温使文本更多样。',
  },
  kernel: { term: '内核', text: '由大量线程并行运行的 GPU 程序。一个训练步就是一系列内核派发。' },
  wgsl: { term: 'WGSL', text: 'WebGPU 着色语言，内核用它编写。' },
  perplexity: {
    term: '困惑度',
    text: 'exp(损失)：产生同样损失的等概率词元数。',
  },
  bitsPerByte: {
    term: '每字节比特数',
    text: '以每字节文本的比特数表示的损失。与每词元损失不同，它可以跨分词器比较。',
  },
  standardError: {
    term: '标准误（±）',
    text: '在有限样本上测得的平均值的不确定度。小于它的差异不显著。',
  },
  kl: {
    term: 'KL 散度',
    text: '一个模型的预测分布与另一个模型的预测分布相差多远，单位奈特。相同时为 0。',
  },
  f1: {
    term: '宏平均 F1',
    text: '各类别精确率与召回率的调和平均，再对类别取平均。',
  },
  fineTuning: {
    term: '微调',
    text: '在特定任务上继续训练预训练模型。',
  },
  lora: {
    term: 'LoRA',
    text: '低秩适配：冻结原有权重，只训练每个线性层的两个低秩矩阵。',
  },
  distillation: {
    term: '知识蒸馏',
    text: '训练较小的学生模型去逼近较大的教师模型的输出概率。',
  },
  quantization: {
    term: '量化',
    text: '把权重存为低精度整数（INT8、INT4），每个通道或分组使用一个缩放系数。',
  },
  pruning: {
    term: '剪枝',
    text: '把权重置零，或去除注意力头、神经元或层。非结构化的零只让文件变小；去除结构才会让 GPU 变快。',
  },
  lowRank: {
    term: '低秩',
    text: '用两个较小矩阵的乘积代替权重矩阵（截断 SVD）。',
  },
  pareto: {
    term: '帕累托前沿',
    text: '在质量和代价上都没有其他模型与之相当或更优的那些模型。',
  },
  prefill: {
    term: '预填充与解码',
    text: '预填充一次处理提示的全部词元；解码每次生成一个词元。',
  },
  sampling: {
    term: '采样',
    text: '按概率随机抽取下一个词元；贪心搜索总是取最可能的词元。',
  },
  topP: {
    term: 'Top-p',
    text: '只从概率之和达到 p 的最小词元集合中采样（核采样）。',
  },
  topK: {
    term: 'Top-k',
    text: '只从最可能的 k 个词元中采样。',
  },
  minP: {
    term: 'Min-p',
    text: '只从概率不低于最可能词元这一比例的词元中采样。',
  },
  typicalP: {
    term: 'Typical-p',
    text: '只从信息量最接近熵的词元中采样，直到概率之和达到 p。',
  },
  beamSearch: {
    term: '束搜索',
    text: '同时保留多个未完成的文本，返回其中概率最高的。',
  },
  speculative: {
    term: '推测解码',
    text: '由较小的草稿模型提出词元，再由模型一次前向传播检查；贪心文本保持不变。',
  },
  acceptanceRate: {
    term: '接受率',
    text: '草稿模型提出的词元中，被模型保留的比例。',
  },
  attribution: {
    term: '归因',
    text: '每个词对预测的贡献：去掉该词后得分的变化。',
  },
  embedding: {
    term: '嵌入',
    text: '代表词元或文本的向量；对模型来说，向量相近的文本也相近。',
  },
};
