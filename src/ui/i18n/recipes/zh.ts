export const zhRecipes = {
  title: '完整流程',
  lead: '三个常见脚本，一键从头运行到底：离线时按这台设备选择大小，也可以换成自己的模型和数据。',
  help: '同一个模型依次经过各个阶段，每个阶段给出同样的指标：通用基座、在财经文本上微调、蒸馏成更小的学生模型、量化为 INT8。',
  card: {
    writer: {
      title: '从通用文本到财经写作',
      about:
        '先在通用文本上预训练基座，再在财报文本上微调，蒸馏成更小的学生模型，最后量化为 INT8。每个阶段都对同一个提示词续写三次。',
    },
    sentiment: {
      title: '三轮训练情感分类',
      about:
        '按参考脚本的 TrainingArguments，用有标签的评论微调一个小 GPT。要用 GPT-2 和 IMDB，请在微调页面选择模型和数据。',
    },
    distill: {
      title: '把 GPT-2 蒸馏成 6 × 512，再量化为 INT8',
      about:
        '学生模型 6 层、宽 512、8 个头；只用软目标，T = 10，学习率 1e-4，10 轮。教师模型为蒸馏页面上选择的模型，未选择时先训练一个。',
    },
  },
  start: {
    writer: '运行全部阶段',
    sentiment: '训练并评估',
    listing: '按参考脚本',
    scaled: '按这台设备缩放',
  },
  language: '文本语言',
  languages: { zh: '中文', en: '英文' },
  baseFirst: '先在这种语言的通用文本上训练一个 GPT。',
  baseChosen: '在财经文本上微调它；它的分词器必须认识这些字符。',
  stage: {
    base: '通用基座',
    finetuned: '财经微调',
    alone: '独立训练的学生模型',
    distilled: '蒸馏学生模型',
    int8: '蒸馏学生模型，INT8',
  },
  phase: {
    base: '正在预训练基座',
    finetune: '正在财经文本上微调',
    asking: '正在计算教师模型的 logits',
    students: '正在训练学生模型',
    int8: '正在量化为 INT8',
    speed: '正在轮流测速',
  },
  table: {
    stage: '阶段',
    domain: '财经文本损失',
    general: '通用文本损失',
    disk: '文件大小',
    decode: '解码，词元/秒',
    time: '用时',
  },
  about: {
    domain: '财经文本上的验证损失，单位为每词元奈特',
    general: '通用文本上的验证损失，单位为每词元奈特：反映遗忘',
    time: '训练或量化的用时，所有种子合计',
  },
  verdict: {
    better_other:
      '有教师时学生模型更好（全部 {{count}} 个种子）：平均损失 {{distilled}}，独立训练为 {{alone}}。',
    worse_other: '{{count}} 个种子中教师都没有帮助：平均损失 {{distilled}}，独立训练为 {{alone}}。',
    mixed_other:
      '{{count}} 个种子中有 {{wins}} 个从教师受益：平均损失 {{distilled}}，独立训练为 {{alone}}。',
    packed: 'INT8 使损失变化 {{change}}。',
  },
  texts: {
    title: '续写',
    help: '每个阶段使用同一个提示词：num_return_sequences 3，max_length 100，温度 0.8，top-k 40。',
  },
  savedAs: '财经写作：{{stage}}',
  models: {
    title: '保存模型',
    help: '模型只在内存中，再次运行此流程或刷新页面后消失：请保存需要的模型。',
    compare: '全部保存并比较',
  },
  method: {
    trained_other: '{{name}}：{{model}}，在通用文本上训练 {{count, number}} 步。',
    chosen_other: '{{name}}：{{model}}，为所选模型。',
    finetuned_other: '在财经文本上全量微调 {{count, number}} 步。',
    students_other:
      '学生模型：{{student}}，读取 {{tokens, number}} 个财经文本词元，训练 {{count, number}} 步，分别有教师和无教师；T = {{temperature}}，α = {{alpha}}。',
    evaluated:
      '所有阶段都在同样的 {{windows}} 个验证窗口上评估，每种文本每个窗口 {{tokens}} 个词元。',
  },
};
