// A weight as a picture: its matrix, in blocks where it is larger than a picture can show.

export interface WeightMap {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of the picture. */
  readonly rows: number;
  readonly columns: number;
  /** Weights that one cell is the mean of, along rows and columns; cells at the end may have fewer. */
  readonly block: readonly [rows: number, columns: number];
  /** [rows, columns], row by row. */
  readonly values: Float32Array;
  /** Of all weights, not of the cells. */
  readonly mean: number;
  readonly std: number;
  readonly largest: number;
}

/** One of a run's weights, and the step that it is of. */
export interface WeightAtStep {
  readonly step: number;
  readonly map: WeightMap;
}

const MOST_CELLS = 96;

/** `weights` in the shape's order; a vector is one row, what has more axes is [first, all others]. */
export function weightMap(
  name: string,
  shape: readonly number[],
  weights: Float32Array,
  most = MOST_CELLS,
): WeightMap {
  const height = shape.length > 1 ? shape[0]! : 1;
  const width = weights.length / height;
  const block = [Math.ceil(height / most), Math.ceil(width / most)] as const;
  const [rows, columns] = [Math.ceil(height / block[0]), Math.ceil(width / block[1])];
  const values = new Float32Array(rows * columns);
  const counts = new Uint32Array(rows * columns);
  let sum = 0;
  let squares = 0;
  let largest = 0;
  weights.forEach((weight, index) => {
    const cell =
      Math.floor(Math.floor(index / width) / block[0]) * columns +
      Math.floor((index % width) / block[1]);
    values[cell]! += weight;
    counts[cell]! += 1;
    sum += weight;
    squares += weight * weight;
    largest = Math.max(largest, Math.abs(weight));
  });
  const mean = sum / weights.length;
  const std = Math.sqrt(Math.max(0, squares / weights.length - mean * mean));
  return {
    name,
    shape,
    rows,
    columns,
    block,
    values: values.map((total, cell) => total / counts[cell]!),
    mean,
    std,
    largest,
  };
}
