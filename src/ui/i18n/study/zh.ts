/** 一项任务所用的模型与文本。 */
export const zhStudy = {
  subject: '{{model}}，{{text}}（验证部分）',
  subjectSteps_other: '{{model}} · {{count, number}} 步，{{text}}（验证部分）',
  ownText: '其自身的文本',
  text: {
    label: '文本',
    help: '所有模型都在其验证部分上评估；恢复训练和学生模型使用其训练部分。',
    own: '自身的验证文本：{{name}}',
    examples: '样本',
    examplesHelp: '所有模型都在验证样本上评估；恢复训练使用其余样本。',
    ownExamples: '自身的验证样本：{{name}}',
    saved: '已保存的选择：{{name}}',
    imported: '已导入：{{name}}',
    cleaned: '已清洗：{{name}}',
    import: '导入文件',
    missing: '{{model}} 的训练文本“{{text}}”不在此浏览器中。请重新导入该文件，或选择其他文本。',
    unknown:
      '{{model}} 的训练文本未知。请选择用于评估的文本：该选择会随模型保存，可在“模型”页更改。',
    use: '使用此文本',
    read: '验证文本：{{text}}，{{tokens, number}} 个词元（{{bytes}}）。',
    readExamples: '验证样本：{{text}}。',
    chosen: '为本次任务所选。',
    seen: '† 在此文本的另一种划分上训练过：验证部分可能包含在其训练数据中，因此其指标可能偏乐观。',
  },
  runsFor: '同类任务正在为另一个模型运行：',
  lastOf: '最近的结果属于另一个模型：',
};
