@group(0) @binding(DK) var<storage, read_write> dk: array<Cell>; // like k
@group(0) @binding(DV) var<storage, read_write> dv: array<Cell>; // like v
fn write_dk(i: u32, value: Cell) { dk[i] = value; }
fn write_dv(i: u32, value: Cell) { dv[i] = value; }
