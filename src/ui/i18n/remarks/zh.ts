import type { enRemarks } from './en';

export const zhRemarks: typeof enRemarks = {
  unknown_fields: '{{file}} 中有不支持的字段，未使用：{{keys}}。',
  unused_tensors: '有 {{count}} 个张量属于此处不使用的输出头，已略去：{{tensors}}。',
  other_class: 'config.json 指定的类是 {{name}}，不支持它的输出头：加载的模型不含该输出头。',
  prefix_removed: '所有张量名称都以“{{prefix}}”开头，已去掉该前缀。',
  one_dropout:
    '此模型只有一个 dropout 概率，因此各处都使用 {{key}} = {{value}}（文件中：{{others}}）。它只影响训练。',
  assumed: '文件中没有 {{what}}，使用 {{value}}。',
};
