// Chat templates against what Jinja2 made of them; what it would write differently is refused.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  chatPrompt,
  chatTemplatesOf,
  type ChatMessage,
} from '../../src/training/chat/chatTemplate';
import { renderJinja } from '../../src/training/chat/strictJinja';
import { encodePrompt } from '../../src/training/generate/prompt';
import { openTokenizer } from '../../src/training/io/tokenizerFiles';
import { tokenizerFromJSON } from '../../src/training/tokenizers/load';

interface Fixture {
  readonly conversations: Readonly<Record<string, readonly ChatMessage[]>>;
  readonly templates: readonly {
    readonly name: string;
    readonly template: string;
    readonly prompts: Readonly<Record<string, string | { readonly raises: string }>>;
  }[];
}

const { conversations, templates } = JSON.parse(
  readFileSync('tests/fixtures/chat_templates.json', 'utf8'),
) as Fixture;
const NOW = new Date(2024, 6, 26, 9, 5, 3);
const TOKENS = { bos_token: '<s>', eos_token: '</s>' };
const hi = [{ role: 'user', content: 'Hi' }] as const;

test.each(templates)('$name', ({ template, prompts }) => {
  const own = { templates: new Map([['default', template]]), tokens: TOKENS };
  for (const [name, messages] of Object.entries(conversations)) {
    const make = (): string => chatPrompt(own, messages, 'default', NOW);
    const expected = prompts[name]!;
    if (typeof expected === 'string') expect(make(), name).toBe(expected);
    else expect(make, name).toThrow(expected.raises);
  }
});

test.each([
  ['{{ messages[0] }}', 'prints a value of type Object'],
  ['{{ nothing.at.all }}', 'undefined'],
  ["{{ 'a' + 1 }}", 'adds String and Integer'],
  ["{{ '😀a'[0] }}", 'beyond U+FFFF'],
  ["{{ '\uFEFFa' | trim }}", 'trims'],
  ['{{ messages == [] }}', 'compares'],
  ['{{ -7 // 2 }}', 'divides'],
  ["{{ 'a' | wordcount }}", 'wordcount'],
  ['{% raw %}a{% endraw %}', 'raw'],
  ['{% for a in range(1000000) %}{% endfor %}', 'counts 1000000'],
  ['{% for a in range(9999) %}{% for b in range(9999) %}a{% endfor %}{% endfor %}', 'end'],
  ["{{ strftime_now('%Q') }}", '%Q'],
  ['{% if a %}', ''],
  ['{{ "', ''],
])('%s is refused', (template, reason) => {
  const own = { templates: new Map([['default', template]]), tokens: {} };
  expect(() => chatPrompt(own, hi)).toThrow(
    expect.objectContaining({
      code: 'chat_template_bad',
      fields: { name: 'default', reason: expect.stringContaining(reason) as unknown },
    }),
  );
});

test('what Python writes otherwise than JavaScript is written as in Python', () => {
  const of = (template: string): string => renderJinja(template, { a: null, b: true }, NOW);
  expect(of('{{ a }}{{ b }}{{ c }}{{ not b }}')).toBe('NoneTrueFalse');
  expect(of("{{ 'x' ~ a ~ b ~ 1 ~ c }}")).toBe('xNoneTrue1');
  expect(of("{{ a | default('x') }}{{ a | default('x', true) }}{{ c | default('x') }}")).toBe(
    'Nonexx',
  );
  expect(of("{{ '😀' | length }}{{ c == a }}{{ '1' == 1 }}{{ 1 == 1.0 }}")).toBe('1FalseFalseTrue');
  expect(of("{{ strftime_now('%A %-d %B %Y %j %I:%M:%S %p %e %y %%') }}")).toBe(
    'Friday 26 July 2024 208 09:05:03 AM 26 24 %',
  );
  expect(of('x\r\n  {% if b %}\r\n {- y\r\n  {% endif %}\r\nz\r\n')).toBe('x\n {- y\nz');
});

const TOKENIZER = {
  model: { type: 'BPE', vocab: { a: 0, '<s>': 1, '</s>': 2 }, merges: [] },
  added_tokens: [],
};
const templatesIn = async (config: object, more: Readonly<Record<string, string>> = {}) => {
  const files = {
    'tokenizer.json': JSON.stringify(TOKENIZER),
    'tokenizer_config.json': JSON.stringify(config),
    ...more,
  };
  const blobs = Object.entries(files).map(([name, text]) => [name, new Blob([text])] as const);
  const { tokenizer, remarks } = await openTokenizer(new Map(blobs));
  expect(remarks).toEqual([]);
  // As a checkpoint keeps it.
  return chatTemplatesOf(tokenizerFromJSON(tokenizer.toJSON()));
};

test('templates are found where transformers finds them, and stay with the tokenizer', async () => {
  const roles = { bos_token: '<s>', eos_token: { content: '</s>' }, unk_token: null };
  expect(await templatesIn(roles)).toBeNull();
  expect(await templatesIn({ ...roles, chat_template: null })).toBeNull();
  const one = await templatesIn({ ...roles, chat_template: '{{ bos_token }}{{ unk_token }}!' });
  expect(chatPrompt(one!, hi)).toBe('<s>!');
  const file = { 'chat_template.jinja': '{{ messages[0].content }}{{ eos_token }}' };
  const own = await templatesIn({ ...roles, chat_template: 'older' }, file);
  expect(chatPrompt(own!, hi)).toBe('Hi</s>');
});

test('of several named templates the default one is used, or none', async () => {
  const named = (...names: string[]) =>
    names.map((name) => ({ name, template: `${name}: {{ messages[0].content }}` }));
  const both = await templatesIn({ chat_template: named('tool_use', 'default') });
  expect([...both!.templates.keys()]).toEqual(['tool_use', 'default']);
  expect(chatPrompt(both!, hi)).toBe('default: Hi');
  expect(chatPrompt(both!, hi, 'tool_use')).toBe('tool_use: Hi');
  const other = await templatesIn({ chat_template: named('rag') });
  expect(() => chatPrompt(other!, hi)).toThrow(
    expect.objectContaining({ code: 'no_chat_template' }),
  );
});

test('a prompt of a template gets no special tokens in front of its own', async () => {
  const files = {
    'tokenizer.json': JSON.stringify(TOKENIZER),
    'tokenizer_config.json': JSON.stringify({ bos_token: '<s>', add_bos_token: true }),
  };
  const blobs = Object.entries(files).map(([name, text]) => [name, new Blob([text])] as const);
  const { tokenizer } = await openTokenizer(new Map(blobs));
  expect(encodePrompt(tokenizer, 'aa')).toEqual([1, 0, 0]);
  expect(encodePrompt(tokenizer, 'aa', false)).toEqual([0, 0]);
  expect(encodePrompt(tokenizer, '<s>a', false)).toEqual([1, 0]);
});
