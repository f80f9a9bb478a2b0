// Tokens back to text: each decoder of a tokenizer.json as a step that takes one token after the other, so that a
// text can be shown while it is written. What all steps give, joined, is what the Rust library decodes.
import { DECODERS } from '../../formats/tokenizerJson';
import { bytesOfToken } from '../byteAlphabet';
import { badFile, TokenizerComponent } from './component';
import { finderOf } from './patterns';

const MOST_STEPS = 100;

/** One run over a list of tokens. */
export interface DecoderStep {
  push(token: string): readonly string[];
  end(): readonly string[];
}

export interface Decoder {
  start(): DecoderStep;
  readonly isByteLevel: boolean;
  readonly hasByteFallback: boolean;
  /** What a token adds inside a text. */
  inside(token: string): string;
}

interface Step {
  readonly kind: string;
  readonly start: () => DecoderStep;
  /** For a token that comes in parts; absent: it is taken when it is whole. */
  readonly startPieces?: (() => DecoderStep) | undefined;
}

export function decoderOf(json: unknown): Decoder {
  const isAbsent = json === null || json === undefined;
  const steps = isAbsent ? [spaced] : withFused(stepsOf(json, 0));
  return {
    start: () => chain(steps.map((step) => step.start())),
    inside: (token) => insideText(isAbsent ? [] : steps, token),
    isByteLevel: steps.some(({ kind }) => kind === 'ByteLevel'),
    hasByteFallback: steps.some(({ kind }) => kind === 'ByteFallback'),
  };
}

/** Between two others, which are then taken away; what works on the whole text has no part in it. */
function insideText(steps: readonly Step[], token: string): string {
  const upToWhole = steps.findIndex(({ kind }) => kind === 'Fuse');
  const own = upToWhole < 0 ? steps : steps.slice(0, upToWhole);
  const run = chain(own.map((step) => step.start()));
  run.push('x');
  return [...run.push(token), ...run.push('y'), ...run.end()].join('').replace(/ ?y$/, '');
}

function stepsOf(json: unknown, depth: number): Step[] {
  const component = TokenizerComponent.read('decoder', json, DECODERS);
  if (component.type !== 'Sequence') {
    return [
      { kind: component.type, start: stepOf(component), startPieces: stepOfPieces(component) },
    ];
  }
  if (depth > 20) throw badFile('too_deep', { what: 'decoder' });
  return component.list('decoders').flatMap((one) => stepsOf(one, depth + 1));
}

function chain(steps: readonly DecoderStep[]): DecoderStep {
  const through = (tokens: readonly string[], from: number): readonly string[] =>
    steps.slice(from).reduce((all, step) => all.flatMap((token) => step.push(token)), tokens);
  return {
    push: (token) => through([token], 0),
    end: () => steps.flatMap((step, i) => through(step.end(), i + 1)),
  };
}

/** Each token by itself; `isFirst` for the first of all. */
const each = (rewrite: (token: string, isFirst: boolean) => string) => (): DecoderStep => {
  let isFirst = true;
  return {
    push: (token) => {
      const text = rewrite(token, isFirst);
      isFirst = false;
      return [text];
    },
    end: () => [],
  };
};

/** Without a decoder, blanks stand between the tokens. */
const spaced: Step = {
  kind: 'none',
  start: each((token, isFirst) => (isFirst ? token : ` ${token}`)),
};

function stepOf(component: TokenizerComponent): () => DecoderStep {
  switch (component.type) {
    case 'BPEDecoder':
      return suffixed(component.text('suffix'));
    case 'ByteFallback':
      return byteFallback;
    case 'ByteLevel':
      return byteLevel;
    case 'CTC':
      return ctc(component);
    case 'Fuse':
      return each((token) => token);
    case 'Metaspace': {
      const replacement = component.character('replacement');
      const scheme = component.choice('prepend_scheme', ['always', 'first', 'never'], 'always');
      const keepsFirst = scheme === 'never' || component.values.add_prefix_space === false;
      return each((token, isFirst) =>
        token.replaceAll(replacement, isFirst && !keepsFirst ? '' : ' '),
      );
    }
    case 'Replace':
      return each(replacer(component));
    case 'Strip': {
      const [content, start, stop] = [
        component.character('content'),
        component.count('start'),
        component.count('stop'),
      ];
      return each((token) => stripped(token, content, start, stop));
    }
    default: {
      const prefix = component.text('prefix');
      const clean = component.flag('cleanup') ? cleanup : (text: string): string => text;
      return each((token, isFirst) => {
        if (isFirst) return clean(token);
        return clean(token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`);
      });
    }
  }
}

/** The suffix is a blank, but at the end of the last token nothing. */
const suffixed = (suffix: string) => (): DecoderStep => {
  let held: string | null = null;
  const written = (token: string, blank: string): string =>
    suffix === ''
      ? Array.from(token, (c) => blank + c).join('') + blank
      : token.replaceAll(suffix, blank);
  return {
    push: (token) => {
      const before = held;
      held = token;
      return before === null ? [] : [written(before, ' ')];
    },
    end: () => (held === null ? [] : [written(held, '')]),
  };
};

const byteFallback = (): DecoderStep => {
  let bytes: number[] = [];
  const flush = (): string[] => {
    if (bytes.length === 0) return [];
    const taken = Uint8Array.from(bytes);
    bytes = [];
    try {
      return [new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(taken)];
    } catch {
      return Array.from(taken, () => '\uFFFD');
    }
  };
  return {
    push: (token) => {
      const byte = byteOf(token);
      if (byte === null) return [...flush(), token];
      bytes.push(byte);
      return [];
    },
    end: flush,
  };
};

/** <0x41>; the library reads +F as a number, too. */
export function byteOf(token: string): number | null {
  const found = /^<0x(\+[0-9a-fA-F]|[0-9a-fA-F]{2})>$/.exec(token);
  return found ? parseInt(found[1]!, 16) : null;
}

const byteLevel = (): DecoderStep => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new TextEncoder();
  return {
    push: (token) => [
      decoder.decode(bytesOfToken(token) ?? encoder.encode(token), { stream: true }),
    ],
    end: () => [decoder.decode()],
  };
};

function ctc(component: TokenizerComponent): () => DecoderStep {
  const [pad, delimiter] = [component.text('pad_token'), component.text('word_delimiter_token')];
  const cleans = component.flag('cleanup');
  return () => {
    let last: string | null = null;
    return {
      push: (token) => {
        if (token === last) return [];
        last = token;
        const text = token.replaceAll(pad, '');
        const clean = cleans ? cleanup(text).replaceAll(delimiter, ' ') : text;
        return clean === '' ? [] : [clean];
      },
      end: () => [],
    };
  };
}

function replacer(component: TokenizerComponent): (token: string) => string {
  const finder = finderOf(component.pattern('pattern'));
  const content = component.text('content');
  return (token) => {
    if (token === '') return token;
    const matches = finder.findAll(token);
    const written: string[] = [];
    let last = 0;
    for (let i = 0; i < matches.length; i += 2) {
      written.push(token.slice(last, matches[i]), content);
      last = matches[i + 1] as number;
    }
    return written.length === 0 ? token : written.join('') + token.slice(last);
  };
}

function stripped(token: string, content: string, start: number, stop: number): string {
  const characters = Array.from(token);
  let from = 0;
  while (from < start && from < characters.length && characters[from] === content) from += 1;
  let to = characters.length;
  while (characters.length - to < stop && to > from && characters[to - 1] === content) to -= 1;
  return characters.slice(from, to).join('');
}

const cleanup = (text: string): string =>
  text
    .replaceAll(' .', '.')
    .replaceAll(' ?', '?')
    .replaceAll(' !', '!')
    .replaceAll(' ,', ',')
    .replaceAll(" ' ", "'")
    .replaceAll(" n't", "n't")
    .replaceAll(" 'm", "'m")
    .replaceAll(' do not', " don't")
    .replaceAll(" 's", "'s")
    .replaceAll(" 've", "'ve")
    .replaceAll(" 're", "'re");

/** Steps that can take one long token in parts: Strip at its beginning, and Fuse. */
function stepOfPieces(component: TokenizerComponent): (() => DecoderStep) | undefined {
  if (component.type === 'Fuse') return each((token) => token);
  if (component.type !== 'Strip' || component.count('stop') > 0) return undefined;
  const [content, start] = [component.character('content'), component.count('start')];
  return () => {
    let left = start;
    return {
      push: (token) => {
        const rest = stripped(token, content, left, 0);
        left = rest === '' ? left - Array.from(token).length : 0;
        return [rest];
      },
      end: () => [],
    };
  };
}

/** Steps behind Fuse or ByteLevel see the whole text as one token. */
function withFused(steps: readonly Step[]): Step[] {
  if (steps.length > MOST_STEPS)
    throw badFile('too_many_steps', { what: 'decoder', count: steps.length });
  const at = steps.findIndex(({ kind }) => kind === 'Fuse' || kind === 'ByteLevel');
  if (at < 0) return [...steps];
  const rest = steps.slice(at + 1);
  const head = steps.slice(0, at + 1);
  const inPieces = rest.flatMap(({ kind, startPieces }) =>
    startPieces ? [{ kind, start: startPieces }] : [],
  );
  if (inPieces.length === rest.length) return [...head, ...inPieces];
  return [...head, { kind: 'fused', start: fusedStart(rest) }];
}

const fusedStart = (rest: readonly Step[]) => (): DecoderStep => {
  const inner = chain(withFused(rest).map((step) => step.start()));
  const pieces: string[] = [];
  return {
    push: (token) => {
      pieces.push(token);
      return [];
    },
    end: () => [...inner.push(pieces.join('')), ...inner.end()],
  };
};
