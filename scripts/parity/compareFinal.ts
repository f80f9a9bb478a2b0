// Parameters after training: tiny differences of rounding grow, so the test is on all elements
// together. A small share may miss the tight tolerance, none the wide one, and the error as a
// whole must stay small against the way the parameters went.

export interface FinalCheck {
  readonly atol: number;
  readonly rtol: number;
  readonly allowed_outlier_fraction: number;
  readonly outlier_atol: number;
  readonly rel_movement: number;
  /** Slices [from, to) of a tensor that rounding alone decides. */
  readonly skip?: Readonly<Record<string, readonly [number, number]>>;
}

type Values = ReadonlyMap<string, Float32Array>;

export function compareFinal(
  prefix: string,
  got: Values,
  want: Values,
  start: Values,
  check: FinalCheck,
): { worst: number; problems: string[] } {
  let count = 0;
  let outliers = 0;
  let farthest = 0;
  let error = 0;
  let movement = 0;
  for (const [name, target] of want) {
    const values = got.get(name);
    const from = start.get(name);
    if (!values || !from || values.length !== target.length) {
      return { worst: Infinity, problems: [`${prefix}.${name} is missing or has another size`] };
    }
    const [skipFrom, skipTo] = check.skip?.[name] ?? [0, 0];
    for (let i = 0; i < target.length; i++) {
      if (i >= skipFrom && i < skipTo) continue;
      const off = Math.abs(values[i]! - target[i]!);
      count++;
      if (!(off <= check.atol + check.rtol * Math.abs(target[i]!))) outliers++;
      if (!(off <= farthest)) farthest = Number.isNaN(off) ? Infinity : off;
      error += off * off;
      movement += (target[i]! - from[i]!) ** 2;
    }
  }
  const measures: [string, number][] = [
    ['share of outliers', outliers / count / check.allowed_outlier_fraction],
    ['farthest element', farthest / check.outlier_atol],
    ['error over movement', Math.sqrt(error / movement) / check.rel_movement],
  ];
  let worst = 0;
  const problems: string[] = [];
  for (const [what, units] of measures) {
    const sound = Number.isNaN(units) ? Infinity : units;
    worst = Math.max(worst, sound);
    if (sound > 1)
      problems.push(`${prefix}: ${what} at ${sound.toPrecision(3)} of what is allowed`);
  }
  return { worst, problems };
}
