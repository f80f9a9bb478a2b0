@group(0) @binding(DK) var<storage, read_write> dk: array<f32>; // like k
@group(0) @binding(DV) var<storage, read_write> dv: array<f32>; // like v
fn write_dk(i: u32, value: f32) { dk[i] = value; }
fn write_dv(i: u32, value: f32) { dv[i] = value; }
