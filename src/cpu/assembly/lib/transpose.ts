/** Lines `from + i * step` of four become columns of lines `into + i * line`. */
export function transpose4(from: usize, step: usize, into: usize, line: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + step);
  const r2 = v128.load(from + 2 * step);
  const r3 = v128.load(from + 3 * step);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(into, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(into + line, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(into + 2 * line, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(into + 3 * line, v128.shuffle<f64>(high01, high23, 1, 3));
}
