// The names of the WGSL files that modules are composed of, for messages of the compiler.
const files: Record<string, string> = import.meta.glob('../shaders/lib/*.wgsl', {
  eager: true,
  import: 'default',
});

const names = new Map(
  Object.entries(files).map(([path, text]) => [text, path.replace('../shaders/', '')]),
);

/** `lib/row_reduce.wgsl`, from the file's text. */
export const libName = (text: string): string => names.get(text) ?? 'lib';
