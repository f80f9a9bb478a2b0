// @huggingface/jinja where it differs from Jinja2, on which transformers renders chat templates: what the two
// would write differently is written as Jinja2 does, or refused.
import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import { strftime } from './strftime';

type Node = NonNullable<Parameters<Interpreter['evaluate']>[0]>;
type Value = ReturnType<Interpreter['evaluate']>;
type Fields = Node & Readonly<Record<string, unknown>>;

/** What a template does wrong, or says by raise_exception. */
export class JinjaError extends Error {
  override readonly name = 'JinjaError';
  readonly isRaised: boolean;

  constructor(message: string, isRaised = false) {
    super(message);
    this.isRaised = isRaised;
  }
}

/** As of a template that would never end. */
const MOST_NODES = 200_000;
/** Of the sandbox of Jinja2. */
const MOST_RANGE = 100_000;
/** trim_blocks and lstrip_blocks are on. */
const PREPARED: readonly (readonly [RegExp, string])[] = [
  [/\r\n?/g, '\n'],
  [/(^|\n)[ \t]+(?=\{[%#](?!\+))/g, '$1'],
  [/([%#]\})\n/g, '$1'],
];

const valueOf = (plain: unknown): Value => new Environment().set('value', plain);

/** A node that was evaluated: each is evaluated once. */
const evaluated = (value: Value): Node => ({ type: 'Value', value }) as unknown as Node;

const textOf = ({ type, value }: Value): string | undefined =>
  type === 'StringValue' ? (value as string) : undefined;

/** As `str` of Python. */
function printed(given: Value): string {
  const { type, value } = given;
  if (type === 'IntegerValue') return (value as number).toString();
  if (type === 'StringValue') return value as string;
  if (type === 'UndefinedValue') return '';
  if (type === 'NullValue') return 'None';
  if (type === 'BooleanValue') return value ? 'True' : 'False';
  throw new JinjaError(`prints a value of type ${type.replace('Value', '')}`);
}

const hasSurrogates = (text: string): boolean => /[\uD800-\uDFFF]/.test(text);

/** Blanks for one of Python and JavaScript alone. */
const ODD_BLANKS = [0x1c, 0x1d, 0x1e, 0x1f, 0x85, 0xfeff].map((code) => String.fromCharCode(code));
const hasOddBlanks = (text: string): boolean => ODD_BLANKS.some((odd) => text.includes(odd));
const STRIPS = ['strip', 'lstrip', 'rstrip', 'split'];
const COUNTED = ['IntegerValue', 'FloatValue', 'BooleanValue'];
const HELD = ['ArrayValue', 'TupleValue', 'ObjectValue'];

const BLOCKS = ['body', 'alternate', 'defaultBlock'];
const SILENT = ['Set', 'If', 'For', 'Macro', 'CallStatement', 'FilterStatement', 'Comment'];
const JUMPS = ['Break', 'Continue'];

/** Expressions whose values are written out. */
function printedNodes(node: unknown, found = new WeakSet<object>()): WeakSet<object> {
  if (typeof node !== 'object' || node === null) return found;
  for (const [key, child] of Object.entries(node)) {
    const list = Array.isArray(child) ? (child as Node[]) : [child];
    for (const one of list) {
      const isStatement = BLOCKS.includes(key) && typeof one === 'object' && one !== null;
      if (isStatement && ![...SILENT, ...JUMPS].includes((one as Node).type)) found.add(one);
      printedNodes(one, found);
    }
  }
  return found;
}

function refuseMethod({ property }: Fields, text: string): void {
  const { value: name } = property as { value: string };
  const isOther = name === 'title' || (STRIPS.includes(name) && hasOddBlanks(text));
  if (isOther) throw new JinjaError(`calls ${name} on a text for which it is not the same here`);
}

/** Of two values that are of different types, or that hold others. */
function unequal(left: Value, right: Value): boolean {
  const types = [left.type, right.type];
  if (types.every((type) => HELD.includes(type)) && left.value !== right.value)
    throw new JinjaError('compares lists or dictionaries');
  return left.type !== right.type && !types.every((type) => COUNTED.includes(type));
}

class StrictInterpreter extends Interpreter {
  readonly #printed: WeakSet<object>;
  #nodes = 0;

  constructor(env: Environment, printed: WeakSet<object>) {
    super(env);
    this.#printed = printed;
  }

  override evaluate(node: Node | undefined, env: Environment): Value {
    if (node?.type === 'Value') return (node as Fields).value as Value;
    if (++this.#nodes > MOST_NODES) throw new JinjaError('does not end');
    const value = this.#evaluate(node, env);
    return node && this.#printed.has(node) ? valueOf(printed(value)) : value;
  }

  #evaluate(node: Node | undefined, env: Environment): Value {
    switch (node?.type) {
      case 'MemberExpression':
        return this.#member(node as Fields, env);
      case 'BinaryExpression':
        return this.#binary(node as Fields, env);
      case 'FilterExpression':
        return this.#filter(node as Fields, env);
      default:
        return super.evaluate(node, env);
    }
  }

  #member(node: Fields, env: Environment): Value {
    const object = this.evaluate(node.object as Node, env);
    if (object.type === 'UndefinedValue')
      throw new JinjaError(`reads a member of something undefined`);
    const text = textOf(object);
    if (text !== undefined && node.computed === true && hasSurrogates(text))
      throw new JinjaError('cuts a text with characters beyond U+FFFF');
    if (text !== undefined && node.computed !== true) refuseMethod(node, text);
    return super.evaluate({ ...node, object: evaluated(object) } as Node, env);
  }

  #binary(node: Fields, env: Environment): Value {
    const { value: operator } = node.operator as { value: string };
    const left = this.evaluate(node.left as Node, env);
    if (operator === 'and' || operator === 'or')
      return super.evaluate({ ...node, left: evaluated(left) } as Node, env);
    const right = this.evaluate(node.right as Node, env);
    const types = [left.type, right.type];
    const has = (type: string): boolean => types.includes(type);
    if (operator === '~') return valueOf(printed(left) + printed(right));
    if (operator === '+' && has('StringValue') && left.type !== right.type)
      throw new JinjaError(`adds ${types.join(' and ').replaceAll('Value', '')}`);
    if ((operator === '==' || operator === '!=') && unequal(left, right))
      return valueOf(operator === '!=');
    const divides = operator === '%' || operator === '//';
    if (divides && (Number(left.value) < 0 || Number(right.value) <= 0))
      throw new JinjaError(`divides by ${operator} with a number below 1`);
    const both = { left: evaluated(left), right: evaluated(right) };
    return super.evaluate({ ...node, ...both } as Node, env);
  }

  #filter(node: Fields, env: Environment): Value {
    const operand = this.evaluate(node.operand as Node, env);
    const filter = node.filter as Fields;
    const name = (filter.type === 'CallExpression' ? filter.callee : filter) as Fields;
    const { type, value } = operand;
    const text = textOf(operand);
    switch (name.value) {
      case 'default':
        // A second argument would make every false value give way.
        if (type === 'NullValue' && ((filter.args as unknown[]) ?? []).length < 2) return operand;
        break;
      case 'trim':
        if (hasOddBlanks(text ?? ''))
          throw new JinjaError('trims blanks that are none in JavaScript');
        break;
      case 'length':
        if (text !== undefined) return valueOf([...text].length);
        break;
      case 'string':
        return valueOf(printed(operand));
      case 'join':
        if (Array.isArray(value)) (value as Value[]).forEach(printed);
        break;
      case 'tojson':
        if (type === 'UndefinedValue') throw new JinjaError('writes something undefined as JSON');
    }
    return super.evaluate({ ...node, operand: evaluated(operand) } as Node, env);
  }
}

function range(start: number, stop?: number, step = 1): number[] {
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (!(count <= MOST_RANGE)) throw new JinjaError(`counts ${count} numbers`);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

/** @throws JinjaError */
export function renderJinja(
  template: string,
  values: Readonly<Record<string, unknown>>,
  now = new Date(),
): string {
  const globals = {
    true: true,
    True: true,
    false: false,
    False: false,
    none: null,
    None: null,
    raise_exception: (message: unknown) => {
      throw new JinjaError(String(message), true);
    },
    range,
    strftime_now: (format: string) => strftime(format, now),
    ...values,
  };
  try {
    const env = new Environment();
    for (const [name, value] of Object.entries(globals)) env.set(name, value);
    const text = PREPARED.reduce((all, [found, into]) => all.replace(found, into), template);
    const program = parse(tokenize(text));
    return printed(new StrictInterpreter(env, printedNodes(program)).run(program));
  } catch (thrown) {
    if (thrown instanceof JinjaError) throw thrown;
    throw new JinjaError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
