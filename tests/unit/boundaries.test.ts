// What the linter cannot see: imports by `import()` and `new URL(…, import.meta.url)`, which it
// does not read, and files that only pass on the names of others (barrels without a star).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** What each layer may reach by value, beside itself. */
const MAY_REACH: Record<string, readonly string[]> = {
  shaders: [],
  gpu: ['shaders'],
  cpu: ['shaders', 'gpu'],
  training: ['shaders', 'gpu'],
  host: ['shaders', 'gpu', 'cpu', 'training', 'experiments'],
  ui: ['shaders', 'training', 'host', 'experiments'],
  experiments: [],
};

function stripComments(code: string): string {
  // Strings are matched first, so that `//` in an address is no comment.
  return code.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_all, text: string | undefined) => text ?? '',
  );
}

interface Reach {
  specifier: string;
  typeOnly: boolean;
}

function findReaches(code: string): Reach[] {
  const plain = stripComments(code);
  const forms = [
    /\b(?:import|export)\s+(type\s)?[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]/g,
    /\bimport\s*(\s)?['"]([^'"]+)['"]/g,
    /\bimport\s*(\s)?\(\s*['"`]([^'"`]+)['"`]/g,
    /\bnew\s+URL\s*(\s)?\(\s*['"`](\.[^'"`]+)['"`]\s*,\s*import\.meta\.url/g,
  ];
  return forms.flatMap((form) =>
    [...plain.matchAll(form)].map((match) => ({
      specifier: match[2] ?? '',
      typeOnly: match[1]?.startsWith('type') ?? false,
    })),
  );
}

function isBarrel(code: string): boolean {
  const rest = stripComments(code)
    .replace(/\bexport\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s*from\s*['"][^'"]+['"];?/g, '@')
    .trim();
  return /^[@\s]+$/.test(rest);
}

/** A sentence for each import that goes the wrong way, given a file's path below src/. */
function wrongReaches(file: string, code: string): string[] {
  const layer = file.split('/')[0] ?? '';
  const allowed = MAY_REACH[layer];
  if (!allowed) return [];
  return findReaches(code).flatMap(({ specifier, typeOnly }) => {
    if (!specifier.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), specifier);
    if (target.startsWith('..')) {
      return /^\.\.\/(tests|bench|e2e)\//.test(target) ? [`${file} reaches out to ${target}`] : [];
    }
    const to = target.split('/')[0] ?? '';
    if (to === layer || allowed.includes(to)) return [];
    if (typeOnly && (layer === 'ui' || layer === 'experiments')) return [];
    return [`${file} (${layer}) imports ${target} (${to})`];
  });
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
  // Kernels of the CPU are AssemblyScript: another language with other rules.
  .filter((name) => !name.startsWith('cpu/assembly/'))
  .map((file) => ({ file, code: readFileSync(path.join('src', file), 'utf8') }));

test('imports go one way, dynamic ones too', () => {
  expect(sources.flatMap(({ file, code }) => wrongReaches(file, code))).toEqual([]);
});

test('no file only passes on what others export', () => {
  expect(sources.filter(({ code }) => isBarrel(code)).map(({ file }) => file)).toEqual([]);
});

test('every folder of src is a layer that has rules', () => {
  const layers = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(layers.map((entry) => entry.name).filter((name) => !(name in MAY_REACH))).toEqual([]);
  expect(existsSync('.oxlintrc.json')).toBe(true);
});

test('this scan fires', () => {
  const dynamic = `export const load = () => import('../host/client/client');`;
  expect(wrongReaches('training/x.ts', dynamic)).toHaveLength(1);
  const worker = `new Worker(new URL('../../host/worker.ts', import.meta.url));`;
  expect(wrongReaches('gpu/kernels/x.ts', worker)).toHaveLength(1);
  expect(wrongReaches('host/client.ts', `new URL('./worker.ts', import.meta.url)`)).toEqual([]);
  expect(wrongReaches('gpu/x.ts', `import {\n  a,\n} from '../training/tensor';`)).toHaveLength(1);
  expect(wrongReaches('ui/x.ts', `import { b } from '../gpu/buffers';`)).toHaveLength(1);
  expect(wrongReaches('ui/x.ts', `import type { B } from '../gpu/buffers';`)).toEqual([]);
  expect(wrongReaches('ui/x.ts', `import '../../e2e/y';`)).toHaveLength(1);
  expect(wrongReaches('gpu/x.ts', `// import '../training/y'\nconst u = 'https://a';`)).toEqual([]);
  expect(isBarrel(`// all\nexport { a } from './a';\nexport type { B } from './b';`)).toBe(true);
  expect(isBarrel(`export { a } from './a';\nexport const b = 1;`)).toBe(false);
});
