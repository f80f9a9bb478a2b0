// Puts the code corpus into the build, and serves it in dev: it is made from a dev dependency, not committed.
import { extname } from 'node:path';
import { packCodeCorpus } from './pack_code_corpus.mjs';

const TYPES = { '.gz': 'application/gzip', '.json': 'application/json' };

/** @returns {import('vite').Plugin} */
export function codeCorpus() {
  /** @type {ReturnType<typeof packCodeCorpus> | undefined} */
  let files;
  const pack = () => (files ??= packCodeCorpus());
  let base = '/';
  let isBuild = false;

  /** @param {string} path @param {import('node:http').ServerResponse} response */
  async function answer(path, response) {
    const body = new Map(Object.entries(await pack())).get(path);
    if (!body) return false;
    // No Content-Encoding: the app unpacks the file itself, as on a static host.
    response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/plain');
    response.setHeader('Content-Length', body.length);
    response.end(body);
    return true;
  }

  return {
    name: 'code-corpus',
    configResolved(config) {
      base = config.base;
      isBuild = config.command === 'build';
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        if (!path.startsWith(`${base}corpora/code.`)) {
          next();
          return;
        }
        void answer(path.slice(base.length), response).then((found) => found || next(), next);
      });
    },
    async generateBundle() {
      // Vitest and dev go through here with nothing to emit.
      if (!isBuild) return;
      for (const [fileName, source] of Object.entries(await pack()))
        this.emitFile({ type: 'asset', fileName, source });
    },
  };
}
