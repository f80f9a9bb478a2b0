export const zhRemarks = {
  unknown_fields: '{{file}} 中有不支持的字段，未使用：{{keys}}。',
  tokens_without_row:
    '配置中的特殊词元 {{tokens}} 不在词表中，而模型的嵌入只有 {{rows}} 行：已忽略。',
  other_token_id:
    '{{file}} 中 {{token}} 的 ID 为 {{said}}；实际使用 {{id}}，与 tokenizers 库一致。',
  id_without_row: '{{file}} 中 {{key}} = {{id}} 超出词表（{{rows}} 个词元），已忽略。',
  unused_tensors: '忽略了 {{count}} 个属于未使用输出头的张量：{{tensors}}。',
  other_class: 'config.json 指定的类是 {{name}}，不支持它的输出头：加载的模型不含该输出头。',
  prefix_removed: '所有张量名称都以“{{prefix}}”开头，已去掉该前缀。',
  one_dropout:
    '此模型只有一个 dropout 概率，因此各处都使用 {{key}} = {{value}}（文件中：{{others}}）。它只影响训练。',
  assumed: {
    other: '文件中没有 {{what}}，使用 {{value}}。',
    delimiter: '假定：分隔符为{{value}}。',
    header: '假定：第一行（{{value}}）是表头。',
    one_column: '假定：文件只有一列（{{value}}）；没有分隔符能一致地拆分各行。',
    open_header: '表头（{{value}}）中的引号没有闭合，按列名的一部分读取。',
    plain_text:
      '假定：纯文本，按原样使用，尽管它看起来像 {{value}}。如果其中是数据行，请改选其他格式。',
    skipped_lines: '假定：表头上方的行（{{value}}）不是数据，已跳过。',
    skipped_blanks: '假定：分隔符（{{value}}）后的空格不属于单元格。',
    trailing_delimiter: '假定：每行末尾的分隔符（{{value}}）之后没有单元格。',
    no_header: '假定：没有表头，第一行（{{value}}）是数据。',
    quote_escapes: '假定：单元格内的引号写作 {{value}}。',
    index_column: '假定：列名比单元格少一个，因此每行的第一个单元格是索引。',
    rows_key: '各行取自列表“{{value}}”。',
    lists_are_columns: '假定：文件中的每个列表（“{{value}}”等）是一列。',
    rows_by_key: '假定：文件的每个键（{{value}} 等）是一行。',
    answers_from_zero: '假定：答案索引从 0 开始。文件中没有相反的行。',
  },
  left_lists: '已读取：{{key}}。未读取：{{left}}。',
  similar_labels: '{{column}} 列中可能相同的类别：{{labels}}。',
  repeated_texts: '{{count}} 个样本的文本重复；重复的文本划分在同一侧。',
  conflicting_labels: '{{count}} 段文本的标签互相矛盾。',
  unused_columns: '忽略的列：{{columns}}。',
  small_classes: '{{count}} 个类别的样本少于 {{least}} 个，不足以训练和评估。',
  sampled: '从整个文件的 {{usable}} 个样本中抽取了 {{kept}} 个。',
};
