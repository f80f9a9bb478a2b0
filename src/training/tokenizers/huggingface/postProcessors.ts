// Puts special tokens around one text, or two, as the post_processor of a tokenizer.json says.
import { POST_PROCESSORS } from '../../formats/tokenizerJson';
import { shownValue } from '../../formats/fieldTable';
import { badFile, isObject, TokenizerComponent } from './component';
import { checkedId } from './models/vocabulary';

/** Ids of one type. */
export interface TypedIds {
  readonly ids: readonly number[] | Int32Array;
  readonly typeId: number;
}

export interface PostProcessor {
  /** How many tokens it adds. */
  added(isPair: boolean): number;
  process(texts: readonly TypedIds[]): readonly TypedIds[];
}

const NONE: PostProcessor = { added: () => 0, process: (texts) => texts };

export function postProcessorOf(json: unknown): PostProcessor {
  if (json === null || json === undefined) return NONE;
  const steps = stepsOf(json, 0);
  if (steps.filter((step) => step !== NONE).length > 1)
    throw badFile('several_adding_steps', { what: 'post_processor' });
  return steps.find((step) => step !== NONE) ?? NONE;
}

function stepsOf(json: unknown, depth: number): PostProcessor[] {
  const component = TokenizerComponent.read('post_processor', json, POST_PROCESSORS);
  if (component.type !== 'Sequence') return [stepOf(component)];
  if (depth > 20) throw badFile('too_deep', { what: 'post_processor' });
  return component.list('processors').flatMap((one) => stepsOf(one, depth + 1));
}

function stepOf(component: TokenizerComponent): PostProcessor {
  switch (component.type) {
    case 'TemplateProcessing':
      return templateOf(component);
    case 'BertProcessing':
      return clsSep(tokenPair(component, 'cls'), tokenPair(component, 'sep'), 1);
    case 'RobertaProcessing':
      component.flag('trim_offsets');
      component.flag('add_prefix_space');
      return clsSep(tokenPair(component, 'cls'), tokenPair(component, 'sep'), 0);
    default:
      component.flag('trim_offsets');
      return NONE;
  }
}

/** ["[SEP]", 102] */
function tokenPair(component: TokenizerComponent, key: string): number {
  const [token, id] = component.list(key);
  if (typeof token !== 'string') throw badFile('token_with_id', { what: component.name, key });
  return checkedId(token, id, component.name);
}

/** BERT: [CLS] A [SEP] B [SEP]; RoBERTa: <s> A </s></s> B </s>, all of type 0. */
function clsSep(cls: number, sep: number, secondType: 0 | 1): PostProcessor {
  const isRoberta = secondType === 0;
  return {
    added: (isPair) => (isPair ? (isRoberta ? 4 : 3) : 2),
    process: (texts) =>
      texts.flatMap(({ ids }, i): TypedIds[] => {
        const typeId = i === 0 ? 0 : secondType;
        const before = i === 0 ? [cls] : isRoberta ? [sep] : [];
        return [
          { ids: before, typeId },
          { ids, typeId },
          { ids: [sep], typeId },
        ];
      }),
  };
}

interface Piece {
  /** Null: the text itself. */
  readonly special: readonly number[] | null;
  /** 0: A, 1: B. */
  readonly text: number;
  readonly typeId: number;
}

const TEMPLATE = 'TemplateProcessing';

function templateOf(component: TokenizerComponent): PostProcessor {
  const special = component.values.special_tokens;
  if (!isObject(special))
    throw badFile('no_field', { what: component.name, key: 'special_tokens' });
  const read = (key: string): Piece[] => component.list(key).map((one) => pieceOf(one, special));
  return template(read('single'), read('pair'));
}

function template(single: readonly Piece[], pair: readonly Piece[]): PostProcessor {
  if (single.some(({ special, text }) => !special && text === 1))
    throw badFile('template_second_text', { what: TEMPLATE });
  if (single.filter(({ special }) => !special).length !== 1)
    throw badFile('template_text', { what: TEMPLATE });
  const added = (pieces: readonly Piece[]): number =>
    pieces.reduce((sum, { special }) => sum + (special?.length ?? 0), 0);
  const counts = [added(single), added(pair)];
  return {
    added: (isPair) => counts[Number(isPair)]!,
    process: (texts) =>
      (texts.length > 1 ? pair : single).map(({ special, text, typeId }) => ({
        ids: special ?? texts[text]!.ids,
        typeId,
      })),
  };
}

function pieceOf(json: unknown, special: Readonly<Record<string, unknown>>): Piece {
  const [kind, value] = isObject(json) ? (Object.entries(json)[0] ?? []) : [];
  if (!isObject(value) || typeof value.id !== 'string')
    throw badFile('template_piece', { what: TEMPLATE, value: shownValue(json) });
  const typeId = new TokenizerComponent(TEMPLATE, value).count('type_id');
  if (typeId > 255) throw badFile('template_type', { what: TEMPLATE, id: typeId });
  if (kind === 'Sequence' && (value.id === 'A' || value.id === 'B'))
    return { special: null, text: Number(value.id === 'B'), typeId };
  const entry = Object.hasOwn(special, value.id) ? special[value.id] : undefined;
  if (kind !== 'SpecialToken' || !isObject(entry) || !Array.isArray(entry.ids))
    throw badFile('template_token', { what: TEMPLATE, token: shownValue(value.id) });
  const ids = entry.ids.map((id: unknown) => checkedId(String(value.id), id, TEMPLATE));
  return { special: ids, text: 0, typeId };
}

/** Of `add_bos_token` and `add_eos_token`. */
export function bosEosProcessor(bos: number | undefined, eos: number | undefined): PostProcessor {
  const special = (id: number | undefined, typeId: number): Piece[] =>
    id === undefined ? [] : [{ special: [id], text: 0, typeId }];
  const around = (text: number): Piece[] => [
    ...special(bos, text),
    { special: null, text, typeId: text },
    ...special(eos, text),
  ];
  return template(around(0), [...around(0), ...around(1)]);
}
