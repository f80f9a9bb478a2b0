// Makes `import code from './x.wgsl'` give the file's text: in the app, in tests and in Node.

/** @returns {import('vite').Plugin} */
export function wgsl() {
  return {
    name: 'wgsl',
    transform(code, id) {
      // `?raw` and friends are Vite's own and are left to it.
      if (!id.endsWith('.wgsl')) return null;
      return { code: `export default ${JSON.stringify(code)};`, map: { mappings: '' } };
    },
  };
}
