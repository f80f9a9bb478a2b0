// Makes `import { simd, relaxed } from './assembly/index.ts?assembly'` give the kernels of the CPU as
// WebAssembly in base64, compiled from AssemblyScript: with and without relaxed SIMD. What was compiled
// is kept by the text that it came from.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const QUERY = '?assembly';
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const kept = path.join(root, 'node_modules/.cache/benchtop');

const OPTIONS = [
  '--optimizeLevel=3',
  '--shrinkLevel=0',
  '--noAssert',
  '--runtime=stub',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory=1',
  '--maximumMemory=65536',
  '--memoryBase=1024',
  '--importTable',
  '--enable=simd',
  '--enable=threads',
];

/** Every file that the entry may import, by its path from the project's root. */
function sourcesOf(entry) {
  const folder = path.dirname(entry);
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
  return [...files, path.join(folder, '../layout.ts')]
    .map((file) => path.relative(root, file))
    .sort();
}

async function compile(entry, options) {
  // Only when something has to be compiled: it takes a second to load.
  const { default: asc } = await import('assemblyscript/asc');
  let wasm;
  const told = [];
  const { error } = await asc.main(
    [path.relative(root, entry), '--outFile=kernels.wasm', ...OPTIONS, ...options],
    {
      stderr: { write: (text) => void told.push(text) },
      readFile: (name, base) => {
        const file = path.resolve(root, base ?? '', name);
        return existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
      writeFile: (_name, bytes) => void (wasm = bytes),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`The CPU's kernels did not compile:\n${told.join('')}`);
  return Buffer.from(wasm);
}

/** One compilation of an entry at a time in this process. */
const pending = new Map();

function compiled(entry) {
  if (!pending.has(entry)) {
    pending.set(
      entry,
      compileOnce(entry).finally(() => pending.delete(entry)),
    );
  }
  return pending.get(entry);
}

/** Compiles ahead of those who import the kernels and do not wait long. */
export const prepareKernels = () => compiled(path.join(root, 'src/cpu/assembly/index.ts'));

async function compileOnce(entry) {
  const hash = createHash('sha256').update(JSON.stringify(OPTIONS));
  for (const file of sourcesOf(entry))
    hash.update(file).update(readFileSync(path.join(root, file)));
  const file = path.join(kept, `${hash.digest('hex')}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const [simd, relaxed] = [
    await compile(entry, []),
    await compile(entry, ['--enable=relaxed-simd']),
  ].map((bytes) => bytes.toString('base64'));
  mkdirSync(kept, { recursive: true });
  // Others may do the same at the same time.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify({ simd, relaxed }));
  renameSync(own, file);
  return { simd, relaxed };
}

/** @returns {import('vite').Plugin} */
export function assembly() {
  return {
    name: 'assembly',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY) || !importer) return null;
      return path.resolve(path.dirname(importer.split('?')[0]), source);
    },
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const entry = id.slice(0, -QUERY.length);
      for (const file of sourcesOf(entry)) this.addWatchFile(path.join(root, file));
      const { simd, relaxed } = await compiled(entry);
      return `export const simd = '${simd}';\nexport const relaxed = '${relaxed}';\n`;
    },
  };
}

// As a program: compiles, and says why where that fails.
if (process.argv[1] === fileURLToPath(import.meta.url)) await prepareKernels();
