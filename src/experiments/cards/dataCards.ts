// Data sets of the hub that suit the lab. Repositories, files, columns, classes and licenses are those of
// the hub; the size is that of the files there.
import type { ExampleMapping } from '../../training/data/examples/exampleColumns';
import type { DataCard } from './dataCard';
import { GLUE_CARDS } from './glue';

const TEXT_AND_LABEL: ExampleMapping = { kind: 'classes', text: ['text'], result: 'label' };

const IMDB: DataCard = {
  id: 'imdb',
  title: 'IMDB',
  about: {
    en: 'Film reviews, positive or negative: long texts, sorted by label in the file and read evenly from all of it.',
    'zh-CN': '电影评论，正面或负面：文本较长，文件按标签排序，读取时在全文件中均匀抽样。',
  },
  repository: 'stanfordnlp/imdb',
  license: 'other',
  language: 'en',
  sizeBytes: 41_500_000,
  splits: [
    { name: 'train', rows: 25_000, files: 'plain_text/train-' },
    { name: 'test', rows: 25_000, files: 'plain_text/test-' },
  ],
  use: {
    kind: 'examples',
    mapping: TEXT_AND_LABEL,
    labels: ['neg', 'pos'],
    metrics: ['accuracy'],
  },
};

const ROTTEN_TOMATOES: DataCard = {
  id: 'rotten_tomatoes',
  title: 'Rotten Tomatoes',
  about: {
    en: 'Sentences from film reviews, positive or negative: short, and quick to train on.',
    'zh-CN': '影评中的句子，正面或负面：文本短，训练快。',
  },
  repository: 'cornell-movie-review-data/rotten_tomatoes',
  license: 'unknown',
  language: 'en',
  sizeBytes: 881_052,
  splits: [
    { name: 'train', rows: 8530, files: 'train' },
    { name: 'validation', rows: 1066, files: 'validation' },
    { name: 'test', rows: 1066, files: 'test' },
  ],
  use: {
    kind: 'examples',
    mapping: TEXT_AND_LABEL,
    labels: ['neg', 'pos'],
    metrics: ['accuracy'],
  },
};

const AG_NEWS: DataCard = {
  id: 'ag_news',
  title: 'AG News',
  about: {
    en: 'News in four topics.',
    'zh-CN': '四个主题的新闻。',
  },
  repository: 'fancyzhx/ag_news',
  license: 'unknown',
  language: 'en',
  sizeBytes: 19_820_267,
  splits: [
    { name: 'train', rows: 120_000, files: 'data/train-' },
    { name: 'test', rows: 7600, files: 'data/test-' },
  ],
  use: {
    kind: 'examples',
    mapping: TEXT_AND_LABEL,
    labels: ['World', 'Sports', 'Business', 'Sci/Tech'],
    metrics: ['accuracy'],
  },
};

const EMOTION: DataCard = {
  id: 'emotion',
  title: 'Emotion',
  about: {
    en: 'English tweets with six emotions, unevenly many of each.',
    'zh-CN': '带六种情绪的英文推文，各类数量不均。',
  },
  repository: 'dair-ai/emotion',
  license: 'other',
  language: 'en',
  sizeBytes: 1_287_193,
  splits: [
    { name: 'train', rows: 16_000, files: 'split/train-' },
    { name: 'validation', rows: 2000, files: 'split/validation-' },
    { name: 'test', rows: 2000, files: 'split/test-' },
  ],
  use: {
    kind: 'examples',
    mapping: TEXT_AND_LABEL,
    labels: ['sadness', 'joy', 'love', 'anger', 'fear', 'surprise'],
    metrics: ['accuracy'],
  },
};

const FINANCIAL_PHRASEBANK: DataCard = {
  id: 'financial_phrasebank',
  title: 'Financial PhraseBank',
  about: {
    en: 'Sentences from financial news, judged by investors. A mirror of takala/financial_phrasebank, whose own files are no table; it has no held-out split.',
    'zh-CN':
      '财经新闻句子，由投资者视角标注。takala/financial_phrasebank 的镜像（原仓库不是表格文件），没有验证集。',
  },
  repository: 'warwickai/financial_phrasebank_mirror',
  license: 'cc-by-nc-sa-3.0',
  language: 'en',
  sizeBytes: 385_000,
  splits: [{ name: 'train', rows: 4846, files: 'data/train-' }],
  use: {
    kind: 'examples',
    mapping: { kind: 'classes', text: ['sentence'], result: 'label' },
    labels: ['negative', 'neutral', 'positive'],
    metrics: ['accuracy'],
  },
};

const CHN_SENTI_CORP: DataCard = {
  id: 'chnsenticorp',
  title: 'ChnSentiCorp',
  about: {
    en: 'Chinese reviews of hotels, books and computers, positive or negative.',
    'zh-CN': '酒店、图书和电脑的中文评论，正面或负面。',
  },
  repository: 'lansinuote/ChnSentiCorp',
  license: 'unknown',
  language: 'zh',
  sizeBytes: 2_707_493,
  splits: [
    { name: 'train', rows: 9600, files: 'data/train-' },
    { name: 'validation', rows: 1200, files: 'data/validation-' },
    { name: 'test', rows: 1200, files: 'data/test-' },
  ],
  use: {
    kind: 'examples',
    mapping: TEXT_AND_LABEL,
    labels: ['negative', 'positive'],
    metrics: ['accuracy'],
  },
};

const TINY_STORIES: DataCard = {
  id: 'tinystories',
  title: 'TinyStories',
  about: {
    en: 'Short stories in simple words, written by GPT-3.5 and GPT-4 (Eldan and Li 2023). One of the four training files is read (249 MB).',
    'zh-CN':
      '用简单词汇写成的短故事，由 GPT-3.5 和 GPT-4 生成（Eldan 与 Li，2023）。读取四个训练文件之一（249 MB）。',
  },
  repository: 'roneneldan/TinyStories',
  license: 'cdla-sharing-1.0',
  language: 'en',
  sizeBytes: 1_000_775_442,
  splits: [
    { name: 'train', rows: 2_119_719, files: 'data/train-' },
    { name: 'validation', rows: 21_990, files: 'data/validation-' },
  ],
  use: { kind: 'text', column: 'text' },
};

const WIKITEXT = {
  repository: 'Salesforce/wikitext',
  license: 'cc-by-sa-3.0, gfdl',
  language: 'en',
  use: { kind: 'text', column: 'text' },
} as const;

const WIKITEXT_2: DataCard = {
  ...WIKITEXT,
  id: 'wikitext-2',
  title: 'WikiText-2 (raw)',
  about: {
    en: 'Verified articles of Wikipedia, two million words, a line a row: the usual small test of language models.',
    'zh-CN': '维基百科的优良条目，两百万词，每行一条：语言模型常用的小型测试集。',
  },
  sizeBytes: 7_747_362,
  splits: [
    { name: 'train', rows: 36_718, files: 'wikitext-2-raw-v1/train-' },
    { name: 'validation', rows: 3760, files: 'wikitext-2-raw-v1/validation-' },
    { name: 'test', rows: 4358, files: 'wikitext-2-raw-v1/test-' },
  ],
};

const WIKITEXT_103: DataCard = {
  ...WIKITEXT,
  id: 'wikitext-103',
  title: 'WikiText-103 (raw)',
  about: {
    en: 'The same with a hundred million words and the same held-out splits. One of the two training files is read (157 MB).',
    'zh-CN': '同上，一亿词，验证集与测试集相同。读取两个训练文件之一（157 MB）。',
  },
  sizeBytes: 315_466_397,
  splits: [
    { name: 'train', rows: 1_801_350, files: 'wikitext-103-raw-v1/train-' },
    { name: 'validation', rows: 3760, files: 'wikitext-103-raw-v1/validation-' },
    { name: 'test', rows: 4358, files: 'wikitext-103-raw-v1/test-' },
  ],
};

export const DATA_CARDS: readonly DataCard[] = [
  IMDB,
  ...GLUE_CARDS,
  ROTTEN_TOMATOES,
  AG_NEWS,
  EMOTION,
  FINANCIAL_PHRASEBANK,
  CHN_SENTI_CORP,
  TINY_STORIES,
  WIKITEXT_2,
  WIKITEXT_103,
];

export const findDataCard = (id: string): DataCard | undefined =>
  DATA_CARDS.find((card) => card.id === id);
