// Addresses as people paste them, and what the hub's answers become.
import { describe, expect, it, test } from 'vitest';
import {
  hubError,
  parseHubAddress,
  type HubKind,
} from '../../src/training/data/sources/hubAddress';

type Want = [name: string, revision?: string, path?: string];

const MODELS: [string, Want][] = [
  ['owner/name', ['owner/name']],
  [' owner/name/ ', ['owner/name']],
  ['gpt2', ['gpt2']],
  ['https://huggingface.co/gpt2', ['gpt2']],
  ['https://huggingface.co/gpt2/tree/main', ['gpt2', 'main']],
  ['https://huggingface.co/owner/name', ['owner/name']],
  ['http://www.huggingface.co/owner/name/', ['owner/name']],
  ['huggingface.co/owner/name', ['owner/name']],
  ['https://hf.co/owner/name', ['owner/name']],
  ['hf.co/owner/name', ['owner/name']],
  ['https://huggingface.co/owner/name/tree/main', ['owner/name', 'main']],
  ['https://huggingface.co/owner/name/tree/v1.0/sub/dir', ['owner/name', 'v1.0', 'sub/dir']],
  ['owner/name/tree/refs%2Fpr%2F3', ['owner/name', 'refs/pr/3']],
  ['owner/name/tree/refs/pr/3/onnx', ['owner/name', 'refs/pr/3', 'onnx']],
  [
    'https://huggingface.co/owner/name/blob/main/config.json',
    ['owner/name', 'main', 'config.json'],
  ],
  ['owner/name/resolve/main/a%20b.json?download=true', ['owner/name', 'main', 'a b.json']],
  ['https://huggingface.co/owner/name/raw/abc/x.json#L3', ['owner/name', 'abc', 'x.json']],
  ['https://huggingface.co/owner/name/commit/0123abc', ['owner/name', '0123abc']],
  ['https://huggingface.co/owner/name/discussions/5', ['owner/name']],
  ['https://huggingface.co/owner/name?library=transformers', ['owner/name']],
  ['https://huggingface.co/api/models/owner/name', ['owner/name']],
  ['https://huggingface.co/api/models/owner/name/revision/v2', ['owner/name', 'v2']],
  ['owner/name@v2', ['owner/name', 'v2']],
  ['gpt2@main', ['gpt2', 'main']],
  ['hf://owner/name@refs/pr/1/sub', ['owner/name', 'refs/pr/1', 'sub']],
  ['hf://owner/name/sub', ['owner/name', undefined, 'sub']],
  ['models/owner/name', ['owner/name']],
  ['https://huggingface.co/owner/name.git', ['owner/name']],
  ['owner/Qwen2.5-0.5B', ['owner/Qwen2.5-0.5B']],
];

const DATASETS: [string, Want][] = [
  ['owner/set', ['owner/set']],
  ['datasets/owner/set', ['owner/set']],
  ['https://huggingface.co/datasets/owner/set', ['owner/set']],
  ['https://huggingface.co/datasets/squad/viewer', ['squad']],
  [
    'https://huggingface.co/datasets/squad/viewer/plain_text',
    ['squad', 'refs/convert/parquet', 'plain_text'],
  ],
  [
    'https://huggingface.co/datasets/owner/name/viewer/en/train?row=3',
    ['owner/name', 'refs/convert/parquet', 'en/train'],
  ],
  ['https://huggingface.co/datasets/owner/set/tree/main/data', ['owner/set', 'main', 'data']],
  ['hf://datasets/owner/set@v1/data/a.csv', ['owner/set', 'v1', 'data/a.csv']],
  ['https://huggingface.co/api/datasets/owner/set', ['owner/set']],
  [
    'https://huggingface.co/api/datasets/owner/set/parquet/en/train/0.parquet',
    ['owner/set', 'refs/convert/parquet', 'en/train'],
  ],
  [
    'https://huggingface.co/datasets/owner/set/embed/viewer/en/train',
    ['owner/set', 'refs/convert/parquet', 'en/train'],
  ],
  ['https://huggingface.co/datasets/owner/set/sql-console/x', ['owner/set']],
  ['hf://datasets/owner/set@~parquet/en', ['owner/set', 'refs/convert/parquet', 'en']],
  ['datasets/owner/set/parquet/a.parquet', ['owner/set', undefined, 'parquet/a.parquet']],
];

const cases = [
  ...MODELS.map(([input, want]) => ['models', input, want] as const),
  ...DATASETS.map(([input, want]) => ['datasets', input, want] as const),
];

test.each(cases)('%s: %s', (kind, input, [name, revision, path = '']) => {
  expect(parseHubAddress(input, kind)).toEqual({ kind, name, revision, path });
});

describe('refused', () => {
  it.each([
    '',
    'no name!',
    'a/b c',
    '../etc',
    'owner/..',
    'owner/na--me',
    'https://example.com/owner/name',
    'ftp://huggingface.co/owner/name',
    'https://huggingface.co/spaces/owner/name',
    'https://huggingface.co/collections/owner/name-123',
    'https://huggingface.co/papers/2401.00001',
    'https://huggingface.co/login?next=%2Fowner%2Fname',
    'git@hf.co:owner/name',
    'https://huggingface.co/',
    'owner/name@',
    'owner/name@a@b',
    'owner/name/tree/main/../../x',
    '%E0%A4%A',
  ])('%j', (input) => {
    expect(() => parseHubAddress(input, 'models')).toThrow(
      expect.objectContaining({ code: 'hub_name' }),
    );
  });

  it.each<[string, HubKind, HubKind]>([
    ['https://huggingface.co/datasets/owner/set', 'models', 'datasets'],
    ['datasets/owner/set', 'models', 'datasets'],
    ['https://huggingface.co/owner/name', 'datasets', 'models'],
  ])('%s where %s are asked for', (input, kind, other) => {
    expect(() => parseHubAddress(input, kind)).toThrow(
      expect.objectContaining({
        code: 'hub_kind',
        fields: expect.objectContaining({ kind: other }),
      }),
    );
  });
});

test.each([
  [401, null, undefined, 'hub_private'],
  [401, 'GatedRepo', undefined, 'hub_gated'],
  [401, 'RepoNotFound', undefined, 'hub_private'],
  [403, null, undefined, 'hub_gated'],
  [404, null, undefined, 'hub_missing'],
  [404, 'RevisionNotFound', 'v9', 'hub_no_revision'],
  [429, null, undefined, 'hub_busy'],
  [500, null, undefined, 'hub_down'],
  [503, null, undefined, 'hub_down'],
  [418, null, undefined, 'http'],
] as const)('%d %s is %s', (status, reason, revision, code) => {
  const repo = { kind: 'models', name: 'owner/name', revision, path: '' } as const;
  const { code: found, fields } = hubError(status, repo, 'https://huggingface.co', reason);
  expect(found).toBe(code);
  if (code === 'hub_gated') expect(fields.page).toBe('https://huggingface.co/owner/name');
});
