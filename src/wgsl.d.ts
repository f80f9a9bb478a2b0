/** A shader file imports as its own text (scripts/wgsl.mjs does it in Vite, Vitest and Node). */
declare module '*.wgsl' {
  const code: string;
  export default code;
}
// Kernels of the CPU: WebAssembly in base64 (scripts/assembly.mjs).
declare module '*?assembly' {
  export const simd: string;
  export const relaxed: string;
}
