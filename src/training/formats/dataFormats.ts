// What is read of files of rows: the forms of CSV, JSON and parquet, and the shapes of rows. The shapes are
// those that the readers walk (rowShapes.ts).
import { honoured, ignored, refused, type FieldRule, type FieldTable } from './fieldTable';
import type { RowShape } from './rows/rowShape';
import { ROW_SHAPES } from './rowShapes';

export const TABLE_FORMS: FieldTable = {
  id: 'data.table',
  file: 'CSV, TSV',
  title: 'Tables of text',
  reference: 'pandas.read_csv (C tokenizer, defaults), as datasets reads CSV',
  unknown: 'reported',
  fields: {
    delimiter: honoured(
      'Found by what cuts the first rows alike: comma, semicolon, tab, bar; can be changed.',
    ),
    'sep=;': honoured('The line that Excel reads: it names the delimiter and is no row.'),
    'lines above the header': honoured(
      'Lines with other numbers of cells above a header of known columns are skipped; told as an assumption.',
    ),
    header: honoured(
      'The first row, unless it looks like a value; told as an assumption, can be changed.',
    ),
    'empty name': honoured(
      'Named Unnamed: 0, … by place; a column of that name is never suggested as the text.',
    ),
    'equal names': honoured('Numbered as pandas numbers them: name, name.1, name.2.'),
    'one name too few': honoured('The first cell of each row is an index; told as an assumption.'),
    quotes: honoured(
      'A cell that begins with a quote; doubled quotes, delimiters and line ends inside of it.',
    ),
    'blanks before quotes': honoured(
      'Skipped (skipinitialspace) where quoted cells stand behind them; told as an assumption.',
    ),
    'a delimiter at the end of each row': honoured(
      'No cell, where the header has none; told as an assumption.',
    ),
    'escaped quotes': honoured(
      'A backslash before a quote inside of a quoted cell; told as an assumption.',
    ),
    'the header once more': refused(
      'Files put one behind the other: the row is refused and counted.',
    ),
    'open quote': refused('Its line is refused and counted; the lines below are read.'),
    'text behind a quoted cell with line ends': refused(
      'Two stray quotes: each line is refused and counted.',
    ),
    'rows of another length': refused('Refused and counted, longer and shorter ones alike.'),
    'empty lines': ignored('Skipped, as are lines of white space.'),
    'comment lines': honoured('Rows like any other: pandas has no comment sign by default.'),
    'line ends': honoured('LF, CR LF and CR; inside of cells they become LF.'),
    'byte order mark': ignored('Removed.'),
    'missing values': honoured(
      'The list of pandas (empty, NA, N/A, nan, None, null, …) is no value.',
    ),
    encoding: refused('Only UTF-8 is read; UTF-16, Latin-1 and NUL bytes are refused by name.'),
    'web page, LFS pointer, JSON': refused('Refused by name, whatever the file is called.'),
  },
};

export const JSON_FORMS: FieldTable = {
  id: 'data.json',
  file: 'JSON, JSON lines',
  title: 'JSON with rows',
  reference: 'pandas.read_json (orient), datasets (json), SQuAD v1.1 and v2.0',
  unknown: 'refused',
  fields: {
    '[{…}, …]': honoured('A list of rows, also under .jsonl; read element by element.'),
    '{…} a line': honoured('JSON lines, also under .json; blank lines are skipped.'),
    '{…}{…}': honoured('Objects one after another, also indented.'),
    '["…", …]': honoured('Texts: the column is called text.'),
    '[[…], …]': honoured(
      'Orient values: the columns are called 0, 1 and so on; names of known columns in the first are a header, told as an assumption. A list of messages is a conversation.',
    ),
    '{"data": [{…}, …]}': honoured(
      'A list under data, rows, examples, train, instances, records, items or questions, or the only one; other lists are told.',
    ),
    '{"rows": [{"row": {…}}, …]}': honoured('As the hub answers: each row is unwrapped.'),
    '{"columns": […], "data": [[…]]}': honoured('Orient split.'),
    '{"column": {"0": …}}': honoured('Orient columns.'),
    '{"0": {…}}': honoured('Orient index; other keys than numbers are told as an assumption.'),
    '{"schema": …, "data": …}': honoured('Orient table; the primary key is no column.'),
    '{"column": […]}': honoured('Columns of lists of one length; told as an assumption.'),
    'paragraphs, qas': honoured('SQuAD: a row for each question, with its context.'),
    '{"messages": […]}': honoured('One row that is a conversation.'),
    '{"error": …}': refused('What a server answers in place of a file is shown.'),
    'other objects': refused('The keys are named; also of texts by keys that no data set has.'),
    'NaN, Infinity': honoured('NaN is a missing value, as in pandas; Infinity stays a number.'),
    'large whole numbers': honoured('Kept with every digit.'),
    'equal keys': honoured('The last one counts, as in Python.'),
    'half of a surrogate pair': refused(
      'The row is refused and counted: it cannot be written as UTF-8.',
    ),
    'nesting over 500': refused('The row is refused and counted.'),
    'an array or number as a line': refused('The row is refused and counted.'),
  },
};

export const PARQUET_TYPES: FieldTable = {
  id: 'data.parquet',
  file: 'parquet',
  title: 'Parquet',
  reference: 'Apache Parquet format 2.11, datasets',
  unknown: 'reported',
  fields: {
    'BYTE_ARRAY, UTF8': honoured('Text.'),
    'INT32, INT64': honoured('Whole numbers with every digit.'),
    'FLOAT, DOUBLE, FLOAT16, DECIMAL': honoured('Numbers; decimals as double.'),
    BOOLEAN: honoured('True or false.'),
    'DATE, TIMESTAMP': honoured('Dates, in ISO 8601 where a text is made of them.'),
    'LIST, MAP, struct': honoured('Lists and objects.'),
    'dictionary encoding': honoured('Decoded.'),
    JSON: honoured('Parsed.'),
    'SNAPPY, GZIP, ZSTD, BROTLI, LZ4': honoured('Unpacked in plain JavaScript.'),
    LZO: refused('Not known to the library.'),
    'huggingface metadata': honoured('Names of classes (ClassLabel).'),
    'row groups over 10 million rows or 1 GiB': refused('A group is decoded as a whole.'),
    'no progress for 20 seconds': refused('The thread is ended, and the file refused.'),
  },
};

const partsOf = (names: readonly string[]): string =>
  names.map((name) => `\`${name}\``).join(', then ');

function noteOf({ use, reference }: RowShape): string {
  switch (use.kind) {
    case 'text':
      return `A document (${reference}).`;
    case 'messages':
      return `The last answer is trained on; the messages before it are the prompt (${reference}).`;
    case 'answer':
      return `Prompt: ${partsOf(use.prompt)}. Answer: \`${use.answer}\` (${reference}).`;
    case 'classes':
      return `Class: \`${use.label}\` (${reference}).`;
    case 'choices': {
      const bases = {
        zero: 'counts from 0',
        one: 'counts from 1',
        label: 'is one of the labels',
        text: 'is the choice itself',
        file: 'is decided over the whole file',
      };
      return `Context: ${partsOf(use.context)}. \`${use.answer}\` ${bases[use.base]} (${reference}).`;
    }
  }
}

const ruleOf = (shape: RowShape): [string, FieldRule] => [
  `${shape.title}: ${shape.columns.join(', ')}`,
  honoured(noteOf(shape)),
];

export const SHAPES_OF_ROWS: FieldTable = {
  id: 'data.shapes',
  file: 'rows',
  title: 'Shapes of rows',
  reference: 'the data sets named, as they stand on the Hugging Face hub',
  unknown: 'reported',
  fields: Object.fromEntries(ROW_SHAPES.map(ruleOf)),
};
