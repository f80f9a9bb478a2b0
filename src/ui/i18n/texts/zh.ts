import type { enTexts } from './en';

export const zhTexts: typeof enTexts = {
  text: '文本 {{n}}',
  size: '字符数',
  share: '比例',
  from: '起始步',
  objective: '目标',
  shared: '共用，按比例与步数读取',
  own: '{{objective}}，每步另加',
  add: '添加文本',
  up: '上移文本 {{n}}',
  down: '下移文本 {{n}}',
  remove: '移除文本 {{n}}',
  wrong: '此值无效：保留 {{value}}。',
};
