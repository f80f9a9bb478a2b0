// Models of the hub that the lab reads: what is known of each before anything is fetched. Sizes are those
// of the files that are read (weights and tokenizer), parameters as they are counted here.
import type { Words } from '../experiment';

/** What a family is, and so what can be done with it. */
export type ModelKind = 'decoder' | 'encoder' | 'encoder_decoder' | 'classifier';

export interface ModelCard {
  /** Its name on the command line. */
  readonly id: string;
  readonly title: string;
  readonly about: Words;
  readonly repository: string;
  readonly license: string;
  readonly family: string;
  readonly kind: ModelKind;
  readonly parameters: number;
  /** Of the files that are read. */
  readonly sizeBytes: number;
  /** Tokens. */
  readonly context: number;
}

const words = (en: string, zh: string): Words => ({ en, 'zh-CN': zh });

export const MODEL_CARDS: readonly ModelCard[] = [
  {
    id: 'gpt2',
    title: 'GPT-2',
    about: words(
      'The small GPT-2 of 2019: English web text.',
      '2019 年的小型 GPT-2：英文网页文本。',
    ),
    repository: 'openai-community/gpt2',
    license: 'mit',
    family: 'GPT-2',
    kind: 'decoder',
    parameters: 124_439_808,
    sizeBytes: 551_000_000,
    context: 1024,
  },
  {
    id: 'distilgpt2',
    title: 'DistilGPT2',
    about: words('GPT-2 distilled into half of its layers.', '由 GPT-2 蒸馏得到，层数减半。'),
    repository: 'distilbert/distilgpt2',
    license: 'apache-2.0',
    family: 'GPT-2',
    kind: 'decoder',
    parameters: 81_912_576,
    sizeBytes: 356_000_000,
    context: 1024,
  },
  {
    id: 'smollm2-135m',
    title: 'SmolLM2 135M',
    about: words(
      'A recent small base model, trained on 2 trillion tokens.',
      '较新的小型基座模型，训练数据 2 万亿词元。',
    ),
    repository: 'HuggingFaceTB/SmolLM2-135M',
    license: 'apache-2.0',
    family: 'LLaMA',
    kind: 'decoder',
    parameters: 134_515_008,
    sizeBytes: 272_000_000,
    context: 8192,
  },
  {
    id: 'qwen2.5-0.5b',
    title: 'Qwen2.5 0.5B',
    about: words(
      'A base model for Chinese, English and many other languages.',
      '中文、英文及多种语言的基座模型。',
    ),
    repository: 'Qwen/Qwen2.5-0.5B',
    license: 'apache-2.0',
    family: 'Qwen2',
    kind: 'decoder',
    parameters: 494_032_768,
    sizeBytes: 1_000_000_000,
    context: 32_768,
  },
  {
    id: 'qwen3-0.6b',
    title: 'Qwen3 0.6B',
    about: words(
      'The smallest chat model of Qwen3, Chinese and English among its languages.',
      'Qwen3 中最小的对话模型，支持中文、英文等多种语言。',
    ),
    repository: 'Qwen/Qwen3-0.6B',
    license: 'apache-2.0',
    family: 'Qwen3',
    kind: 'decoder',
    parameters: 596_049_920,
    sizeBytes: 1_520_000_000,
    context: 40_960,
  },
  {
    id: 'tinyllama-1.1b',
    title: 'TinyLlama 1.1B Chat',
    about: words(
      'LLaMA 2 in small, trained on 3 trillion tokens, tuned for chat.',
      '小型 LLaMA 2，训练数据 3 万亿词元，经过对话微调。',
    ),
    repository: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0',
    license: 'apache-2.0',
    family: 'LLaMA',
    kind: 'decoder',
    parameters: 1_100_048_384,
    sizeBytes: 2_200_000_000,
    context: 2048,
  },
  {
    id: 'bert-base-uncased',
    title: 'BERT base',
    about: words(
      'The encoder of 2018, lower-case English: a base for classification.',
      '2018 年的编码器，英文小写：分类任务的基座。',
    ),
    repository: 'google-bert/bert-base-uncased',
    license: 'apache-2.0',
    family: 'BERT',
    kind: 'encoder',
    parameters: 110_106_428,
    sizeBytes: 441_000_000,
    context: 512,
  },
  {
    id: 'distilbert-base-uncased',
    title: 'DistilBERT base',
    about: words(
      'BERT distilled into half of its layers: the usual base of small classifiers.',
      '由 BERT 蒸馏得到，层数减半：小型分类器的常用基座。',
    ),
    repository: 'distilbert/distilbert-base-uncased',
    license: 'apache-2.0',
    family: 'DistilBERT',
    kind: 'encoder',
    parameters: 66_985_530,
    sizeBytes: 269_000_000,
    context: 512,
  },
  {
    id: 'bert-base-chinese',
    title: 'BERT base Chinese',
    about: words('BERT for Chinese, a token a character.', '中文 BERT，一个字一个词元。'),
    repository: 'google-bert/bert-base-chinese',
    license: 'apache-2.0',
    family: 'BERT',
    kind: 'encoder',
    parameters: 102_882_442,
    sizeBytes: 412_000_000,
    context: 512,
  },
  {
    id: 'distilbert-sst2',
    title: 'DistilBERT SST-2',
    about: words(
      'DistilBERT fine-tuned on SST-2: a sentiment classifier to try, compress or distill.',
      '在 SST-2 上微调的 DistilBERT：可直接试用、压缩或蒸馏的情感分类器。',
    ),
    repository: 'distilbert/distilbert-base-uncased-finetuned-sst-2-english',
    license: 'apache-2.0',
    family: 'DistilBERT',
    kind: 'classifier',
    parameters: 66_955_010,
    sizeBytes: 268_000_000,
    context: 512,
  },
  {
    id: 't5-small',
    title: 'T5 small',
    about: words(
      'An encoder-decoder: every task is text in, text out.',
      '编码器-解码器：所有任务都是文本到文本。',
    ),
    repository: 'google-t5/t5-small',
    license: 'apache-2.0',
    family: 'T5',
    kind: 'encoder_decoder',
    parameters: 60_506_624,
    sizeBytes: 243_000_000,
    context: 512,
  },
];

/** By its own name or that of its repository. */
export const findModelCard = (name: string): ModelCard | undefined =>
  MODEL_CARDS.find(({ id, repository }) => id === name || repository === name);

/** Weights are computed with in float32; AdamW keeps a gradient and two moments of each. */
export const weightBytes = ({ parameters }: Pick<ModelCard, 'parameters'>) => ({
  run: 4 * parameters,
  train: 16 * parameters,
});
