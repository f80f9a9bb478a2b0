export const zhConstraintErrors = {
  constraint_bad_pattern: '这不是有效的正则表达式：{{pattern}}（{{reason}}）。',
  constraint_lookaround: '约束不支持环视断言：{{pattern}} 第 {{at}} 个字符处的 {{what}}。',
  constraint_backreference: '约束不支持反向引用：{{pattern}} 第 {{at}} 个字符处的 {{what}}。',
  constraint_word_boundary: '约束不支持单词边界：{{pattern}} 第 {{at}} 个字符处的 {{what}}。',
  constraint_anchor:
    '表达式总是匹配整段文本，因此 ^ 只能在开头、$ 只能在结尾：{{pattern}} 第 {{at}} 个字符处的 {{what}}。',
  constraint_group: '约束不支持这种分组：{{pattern}} 第 {{at}} 个字符处的 {{what}}。',
  constraint_no_schema: 'JSON Schema 必须是对象、true 或 false，而 {{at}} 处是其他内容。',
  constraint_bad_schema: 'JSON Schema 中 {{at}} 处关键字 {{keyword}} 的值无效。',
  constraint_keyword:
    '不支持关键字 {{keyword}}（位于 JSON Schema 的 {{at}}）。删除它即可在没有该条件的情况下继续。',
  constraint_keyword_value:
    '关键字 {{keyword}}（位于 JSON Schema 的 {{at}}）不支持取值 {{value}}。',
  constraint_self_reference: 'JSON Schema 无限地引用自身：{{at}}。',
  constraint_one_of:
    'oneOf 的第 {{a}} 项和第 {{b}} 项可能对同一个值同时有效（{{at}}）。请使它们的类型或必需的常量不同，或改用 anyOf。',
  constraint_unsatisfiable: '没有任何文本能满足这个约束。',
  constraint_missing: '约束需要的字符在该模型的词表中没有对应的词元：{{characters}}',
  constraint_too_long:
    '满足约束的最短文本有 {{needed}} 个词元，而上限是 {{tokens}}。请增大新词元数上限。',
  constraint_tokenizer: '该模型的分词器无法使用约束：它的词元会改变相邻词元的文本。',
  constraint_too_many_states: '这个约束过于复杂（超过 {{most}} 个状态）。',
  constraint_too_many_alternatives: '这个约束过于复杂（同一位置超过 {{most}} 个候选分支）。',
};
