// GLUE (Wang et al. 2019): nine tasks, each with its own measure. The labels of the test splits are not
// published, so what is measured on is the validation split.
import type { Metric } from '../../training/evaluate/benchmarkMetrics';
import type { Words } from '../experiment';
import type { DataCard, DataSplit } from './dataCard';

interface Task {
  readonly id: string;
  readonly title: string;
  readonly about: Words;
  readonly sizeBytes: number;
  /** Rows of train, validation and test. */
  readonly rows: readonly [train: number, validation: number, test: number];
  readonly text: string;
  readonly second?: string;
  readonly labels: readonly string[];
  readonly metrics: readonly Metric[];
}

const ENTAILMENT = ['entailment', 'not_entailment'];

const TASKS: readonly Task[] = [
  {
    id: 'sst2',
    title: 'SST-2',
    about: {
      en: 'Sentiment of phrases and sentences from film reviews.',
      'zh-CN': '电影评论中短语和句子的情感。',
    },
    sizeBytes: 3_331_080,
    rows: [67_349, 872, 1821],
    text: 'sentence',
    labels: ['negative', 'positive'],
    metrics: ['accuracy'],
  },
  {
    id: 'cola',
    title: 'CoLA',
    about: {
      en: 'Whether an English sentence is grammatical.',
      'zh-CN': '英语句子是否合乎语法。',
    },
    sizeBytes: 326_394,
    rows: [8551, 1043, 1063],
    text: 'sentence',
    labels: ['unacceptable', 'acceptable'],
    metrics: ['matthews'],
  },
  {
    id: 'mrpc',
    title: 'MRPC',
    about: {
      en: 'Whether two sentences from the news say the same thing.',
      'zh-CN': '两个新闻句子的意思是否相同。',
    },
    sizeBytes: 1_033_400,
    rows: [3668, 408, 1725],
    text: 'sentence1',
    second: 'sentence2',
    labels: ['not_equivalent', 'equivalent'],
    metrics: ['f1', 'accuracy'],
  },
  {
    id: 'qqp',
    title: 'QQP',
    about: {
      en: 'Whether two questions asked on Quora are duplicates.',
      'zh-CN': 'Quora 上的两个问题是否重复。',
    },
    sizeBytes: 73_982_265,
    rows: [363_846, 40_430, 390_965],
    text: 'question1',
    second: 'question2',
    labels: ['not_duplicate', 'duplicate'],
    metrics: ['f1', 'accuracy'],
  },
  {
    id: 'qnli',
    title: 'QNLI',
    about: {
      en: 'Whether a sentence from Wikipedia answers the question beside it.',
      'zh-CN': '维基百科的句子是否回答了旁边的问题。',
    },
    sizeBytes: 19_278_324,
    rows: [104_743, 5463, 5463],
    text: 'question',
    second: 'sentence',
    labels: ENTAILMENT,
    metrics: ['accuracy'],
  },
  {
    id: 'rte',
    title: 'RTE',
    about: {
      en: 'Whether the first text entails the second; few examples.',
      'zh-CN': '第一段文本是否蕴含第二段；样本很少。',
    },
    sizeBytes: 1_274_409,
    rows: [2490, 277, 3000],
    text: 'sentence1',
    second: 'sentence2',
    labels: ENTAILMENT,
    metrics: ['accuracy'],
  },
  {
    id: 'wnli',
    title: 'WNLI',
    about: {
      en: 'Who a pronoun refers to, as entailment. Very few examples, and the validation split is adversarial: guessing the majority class is hard to beat.',
      'zh-CN': '代词指代谁，写成蕴含任务。样本极少，且验证集是对抗性的：很难超过多数类猜测。',
    },
    sizeBytes: 63_522,
    rows: [635, 71, 146],
    text: 'sentence1',
    second: 'sentence2',
    labels: ['not_entailment', 'entailment'],
    metrics: ['accuracy'],
  },
];

const splitsOf = (id: string, [train, validation, test]: Task['rows']): readonly DataSplit[] => [
  { name: 'train', rows: train, files: `${id}/train-` },
  { name: 'validation', rows: validation, files: `${id}/validation-` },
  { name: 'test', rows: test, files: `${id}/test-`, isHidden: true },
];

const GLUE = { repository: 'nyu-mll/glue', license: 'other', language: 'en' } as const;

const MNLI: DataCard = {
  ...GLUE,
  id: 'mnli',
  title: 'MNLI',
  about: {
    en: 'Entailment, neutral or contradiction, in ten genres: matched has those of training, mismatched others.',
    'zh-CN': '蕴含、中立或矛盾，十种体裁：matched 与训练体裁相同，mismatched 为其他体裁。',
  },
  sizeBytes: 57_168_425,
  splits: [
    { name: 'train', rows: 392_702, files: 'mnli/train-' },
    { name: 'validation_matched', rows: 9815, files: 'mnli/validation_matched-' },
    { name: 'validation_mismatched', rows: 9832, files: 'mnli/validation_mismatched-' },
    { name: 'test_matched', rows: 9796, files: 'mnli/test_matched-', isHidden: true },
    { name: 'test_mismatched', rows: 9847, files: 'mnli/test_mismatched-', isHidden: true },
  ],
  use: {
    kind: 'examples',
    mapping: { kind: 'classes', text: ['premise'], second: 'hypothesis', result: 'label' },
    labels: ['entailment', 'neutral', 'contradiction'],
    metrics: ['accuracy'],
  },
};

const STSB: DataCard = {
  ...GLUE,
  id: 'stsb',
  title: 'STS-B',
  about: {
    en: 'How similar two sentences are, from 0 to 5: a regression, one number instead of classes.',
    'zh-CN': '两个句子的相似程度，0 到 5：回归任务，输出一个数值而非类别。',
  },
  sizeBytes: 766_983,
  splits: splitsOf('stsb', [5749, 1500, 1379]),
  use: {
    kind: 'examples',
    mapping: { kind: 'scores', text: ['sentence1'], second: 'sentence2', result: 'label' },
    labels: [],
    metrics: ['pearson', 'spearman'],
  },
};

export const GLUE_CARDS: readonly DataCard[] = [
  ...TASKS.map(
    ({ id, title, about, sizeBytes, rows, text, second, labels, metrics }): DataCard => ({
      ...GLUE,
      id,
      title,
      about,
      sizeBytes,
      splits: splitsOf(id, rows),
      use: {
        kind: 'examples',
        mapping: { kind: 'classes', text: [text], ...(second && { second }), result: 'label' },
        labels,
        metrics,
      },
    }),
  ),
  STSB,
  MNLI,
];
