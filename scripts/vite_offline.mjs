// Builds the service worker beside the page, with the list of what it is to keep.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const SOURCE = 'src/ui/offline/serviceWorker.ts';

/** Corpora are kept once they were used; the files of models are the engine's to keep, under their hash (publicFiles.ts). */
const LEFT_OUT = /^(corpora\/|models\/[^/]+\/|.*LICENSE)/;

/** @param {string} folder */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'))
    .toSorted();
}

/** @returns {import('vite').Plugin} */
export function offline() {
  /** @type {import('vite').ResolvedConfig} */
  let config;
  return {
    name: 'offline',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const outDir = path.resolve(config.root, config.build.outDir);
      const files = filesOf(outDir).filter((file) => !LEFT_OUT.test(file));
      const hashed = files.filter((file) => file.startsWith('assets/'));
      // The page stands under the address of its folder.
      const named = files
        .filter((file) => !hashed.includes(file) && file !== 'serviceWorker.js')
        .map((file) => (file === 'index.html' ? './' : file));
      await build({
        configFile: false,
        root: config.root,
        logLevel: 'warn',
        publicDir: false,
        define: { BUILD_FILES: JSON.stringify({ hashed, named }) },
        build: {
          outDir,
          emptyOutDir: false,
          target: config.build.target,
          rolldownOptions: {
            input: path.join(config.root, SOURCE),
            output: { format: 'iife', entryFileNames: 'serviceWorker.js' },
          },
        },
      });
    },
  };
}
