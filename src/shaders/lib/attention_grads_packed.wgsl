// dk and dv lie in one buffer, told apart by their offsets: two writable bindings of it would be invalid.
@group(0) @binding(DK) var<storage, read_write> dk_dv: array<Cell>;
fn write_dk(i: u32, value: Cell) { dk_dv[i] = value; }
fn write_dv(i: u32, value: Cell) { dk_dv[i] = value; }
