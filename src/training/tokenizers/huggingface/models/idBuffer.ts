/** Ids that come one by one or in rows. */
export class IdBuffer {
  private ids = new Int32Array(256);
  private length = 0;

  push(id: number): void {
    if (this.length === this.ids.length) this.grow(1);
    this.ids[this.length++] = id;
  }

  /** Most rows are one or two ids: `set` costs more than the loop. */
  append(row: readonly number[] | Int32Array): void {
    if (this.length + row.length > this.ids.length) this.grow(row.length);
    for (let i = 0; i < row.length; i++) this.ids[this.length++] = row[i] as number;
  }

  taken(): Int32Array {
    return this.ids.slice(0, this.length);
  }

  private grow(more: number): void {
    const larger = new Int32Array(2 * this.ids.length + more);
    larger.set(this.ids.subarray(0, this.length));
    this.ids = larger;
  }
}
