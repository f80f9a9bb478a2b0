/** A shader file imports as its own text (scripts/wgsl.mjs does it in Vite, Vitest and Node). */
declare module '*.wgsl' {
  const code: string;
  export default code;
}
