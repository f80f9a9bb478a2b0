// Which tokens are special, and their roles: by name in tokenizer_config.json, else as its tokenizer class has
// them, else from the post-processor and the added tokens.
import { ROLES } from '../../formats/tokenizerConfig';
import type { SpecialTokens } from '../tokenizer';
import { addedTokenOf, type AddedToken } from './addedTokens';
import { isObject, type JsonObject } from './component';

type Role = (typeof ROLES)[number];
type Names = Partial<Record<Role, string>>;

const BERT: Names = { unk: '[UNK]', sep: '[SEP]', pad: '[PAD]', cls: '[CLS]', mask: '[MASK]' };
const ROBERTA: Names = {
  bos: '<s>',
  eos: '</s>',
  sep: '</s>',
  cls: '<s>',
  unk: '<unk>',
  pad: '<pad>',
  mask: '<mask>',
};
const END_OF_TEXT = '<|endoftext|>';
const GPT2: Names = { unk: END_OF_TEXT, bos: END_OF_TEXT, eos: END_OF_TEXT };
const LLAMA: Names = { unk: '<unk>', bos: '<s>', eos: '</s>' };
const BY_CLASS: Readonly<Record<string, Names>> = {
  Bert: BERT,
  DistilBert: BERT,
  Electra: BERT,
  MobileBert: BERT,
  ConvBert: BERT,
  LayoutLM: BERT,
  SqueezeBert: BERT,
  Roberta: ROBERTA,
  XLMRoberta: ROBERTA,
  Camembert: ROBERTA,
  Longformer: ROBERTA,
  Bart: ROBERTA,
  LED: ROBERTA,
  MBart: ROBERTA,
  MPNet: { ...ROBERTA, unk: '[UNK]' },
  DebertaV2: { ...BERT, bos: '[CLS]', eos: '[SEP]' },
  Deberta: { ...BERT, bos: '[CLS]', eos: '[SEP]' },
  Albert: { ...BERT, bos: '[CLS]', eos: '[SEP]', unk: '<unk>', pad: '<pad>' },
  GPT2: GPT2,
  GPTNeoX: GPT2,
  CodeGen: GPT2,
  CLIP: { unk: END_OF_TEXT, bos: '<|startoftext|>', eos: END_OF_TEXT, pad: END_OF_TEXT },
  Qwen2: { unk: END_OF_TEXT, eos: END_OF_TEXT, pad: END_OF_TEXT },
  Llama: LLAMA,
  CodeLlama: LLAMA,
  Gemma: { unk: '<unk>', bos: '<bos>', eos: '<eos>', pad: '<pad>' },
  T5: { eos: '</s>', unk: '<unk>', pad: '<pad>' },
};
const CLASS_OF_MODEL: Readonly<Record<string, string>> = {
  bert: 'Bert',
  distilbert: 'DistilBert',
  electra: 'Electra',
  roberta: 'Roberta',
  'xlm-roberta': 'XLMRoberta',
  camembert: 'Camembert',
  bart: 'Bart',
  mpnet: 'MPNet',
  albert: 'Albert',
  'deberta-v2': 'DebertaV2',
  gpt2: 'GPT2',
  gpt_neo: 'GPT2',
  gptj: 'GPT2',
  gpt_neox: 'GPTNeoX',
  llama: 'Llama',
  mistral: 'Llama',
  mixtral: 'Llama',
  qwen2: 'Qwen2',
  qwen3: 'Qwen2',
  gemma: 'Gemma',
  gemma2: 'Gemma',
  t5: 'T5',
  clip: 'CLIP',
};

/** Classes whose tokenizer is BERT's, under their names without `Tokenizer`. */
export const BERT_CLASSES = [
  'Bert',
  'DistilBert',
  'Electra',
  'MobileBert',
  'ConvBert',
  'LayoutLM',
  'SqueezeBert',
];

/** As in `Bert` of BertTokenizerFast; '' where none is named. */
export function classOf({ tokenizer_class: name }: JsonObject, modelType?: unknown): string {
  if (typeof name === 'string') return name.replace(/(Tokenizer)?(Fast)?$/, '');
  const type = typeof modelType === 'string' ? modelType : '';
  return Object.hasOwn(CLASS_OF_MODEL, type) ? CLASS_OF_MODEL[type]! : '';
}

export const defaultNames = (tokenizerClass: string): Names =>
  Object.hasOwn(BY_CLASS, tokenizerClass) ? BY_CLASS[tokenizerClass]! : {};

/** A token by its name, or as an object with flags. */
function tokenNamed(value: unknown): AddedToken | null {
  if (typeof value === 'string') return specialToken(value);
  if (!isObject(value) || typeof value.content !== 'string') return null;
  const { __type: _, ...fields } = value;
  return { ...addedTokenOf(fields, true), special: true };
}

const specialToken = (content: string): AddedToken => ({
  content,
  singleWord: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: true,
});

/** Names that the file gives; null where it says that there is no such token. */
export function namedRoles(config: JsonObject): Partial<Record<Role, AddedToken | null>> {
  const entries = ROLES.filter((role) => `${role}_token` in config).map(
    (role) => [role, tokenNamed(config[`${role}_token`])] as const,
  );
  return Object.fromEntries(entries);
}

/** Every token that the configuration calls special. */
export function namedSpecialTokens(config: JsonObject): AddedToken[] {
  const values: unknown[] = Object.entries(config)
    .filter(([key]) => key.endsWith('_token'))
    .map(([, value]) => value);
  for (const key of ['additional_special_tokens', 'extra_special_tokens']) {
    const more = config[key];
    if (Array.isArray(more)) values.push(...(more.slice(0, 100_000) as unknown[]));
    else if (isObject(more)) values.push(...Object.values(more));
  }
  return values.map(tokenNamed).filter((token) => token !== null);
}

/** In the order in which transformers adds those that the vocabulary lacks. */
export function specialTokensInOrder(config: JsonObject, defaults: Names): AddedToken[] {
  const named = namedRoles(config);
  const roles = ROLES.map((role) => {
    const name = defaults[role];
    return named[role] === undefined && name !== undefined ? specialToken(name) : named[role];
  });
  const { additional_special_tokens, extra_special_tokens } = config;
  const lists = namedSpecialTokens({ additional_special_tokens, extra_special_tokens });
  const all = [...roles.filter((token) => !!token), ...lists];
  return all.filter(({ content }) => content !== '');
}

/** They say nothing of special tokens. */
const GENERIC_CLASSES = ['', 'PreTrained', 'TokenizersBackend'];

/** Spellings that added special tokens have where no file gives their role. */
const USUAL: readonly (readonly [Role, readonly string[]])[] = [
  ['pad', ['[PAD]', '<pad>', '<|pad|>']],
  ['unk', ['[UNK]', '<unk>']],
  ['cls', ['[CLS]']],
  ['sep', ['[SEP]']],
  ['mask', ['[MASK]', '<mask>']],
  ['bos', ['<s>', '<bos>', '[BOS]', '<|begin_of_text|>']],
  ['eos', ['</s>', '<eos>', '[EOS]', '<|endoftext|>', '<|end_of_text|>']],
];

export interface SpecialSources {
  readonly config: JsonObject;
  readonly tokenizerClass: string;
  readonly idOf: (token: string) => number | undefined;
  /** Of the added tokens that are special. */
  readonly addedSpecial: ReadonlyMap<string, number>;
  readonly modelUnknown: number | undefined;
  /** Of the padding that stands in tokenizer.json. */
  readonly padding: string | undefined;
  /** Ids that the post-processor puts before and behind a single text. */
  readonly around: { readonly before: readonly number[]; readonly behind: readonly number[] };
}

export function specialTokensOf(sources: SpecialSources): SpecialTokens {
  const { config, tokenizerClass, idOf, addedSpecial, padding } = sources;
  const named = namedRoles(config);
  const defaults = {
    ...(padding !== undefined && { pad: padding }),
    ...defaultNames(tokenizerClass),
  };
  const ids: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    if (named[role] === null) continue;
    const name = named[role]?.content ?? defaults[role];
    const id = name === undefined ? undefined : idOf(name);
    if (id !== undefined) ids[role] = id;
  }
  // A name that the vocabulary lacks is not replaced by a guess.
  const isOpen = (role: Role): boolean => ids[role] === undefined && named[role] === undefined;
  for (const [role, id] of derivedRoles(sources)) if (isOpen(role)) ids[role] = id;
  if (GENERIC_CLASSES.includes(tokenizerClass)) {
    for (const [role, names] of USUAL) {
      const id = names.map((name) => addedSpecial.get(name)).find((one) => one !== undefined);
      if (isOpen(role) && id !== undefined) ids[role] = id;
    }
  }
  const all = [...addedSpecial.values(), ...Object.values(ids)];
  for (const { content } of namedSpecialTokens(config)) {
    const id = idOf(content);
    if (id !== undefined) all.push(id);
  }
  return { ...ids, all: new Set(all) };
}

/** The post-processor's tokens: around a text they are cls and sep, in front alone bos, behind alone eos. */
function derivedRoles({ around, modelUnknown }: SpecialSources): [Role, number][] {
  const [before, behind] = [around.before[0], around.behind.at(-1)];
  const roles: [Role, number][] = [];
  if (modelUnknown !== undefined) roles.push(['unk', modelUnknown]);
  if (before !== undefined && behind !== undefined) roles.push(['cls', before], ['sep', behind]);
  else if (before !== undefined) roles.push(['bos', before]);
  else if (behind !== undefined) roles.push(['eos', behind]);
  return roles;
}
