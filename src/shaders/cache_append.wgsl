// Writes the keys and values of new tokens behind those that a cache holds.
//   @binding(0) k, @binding(1) v: [batch, rows, ...] by row stride and offset; may be one buffer
//   @binding(2) control          DecodeControl: past, sequence
//   @binding(3) keys, @binding(4) values  [sequences, capacity, width]
// Row t of batch entry b goes to place past + t of sequence sequence + b; what has no place is dropped.
// Grid: ceil(batch * rows * width / 64), folded. Reference: tests/kernels/attention_decode.test.ts.
struct Params {
  count: u32, rows: u32, width: u32, sequences: u32, capacity: u32,
  k_row: u32, k_offset: u32, v_row: u32, v_offset: u32,
}
@group(0) @binding(0) var<storage, read> k: array<f32>;
@group(0) @binding(1) var<storage, read> v: array<f32>;
@group(0) @binding(2) var<storage, read> control: array<u32>;
@group(0) @binding(3) var<storage, read_write> keys: array<f32>;
@group(0) @binding(4) var<storage, read_write> values: array<f32>;
@group(0) @binding(5) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) lane: u32) {
  let i = (group.y * groups.x + group.x) * 64u + lane;
  if (i >= params.count) { return; }
  let column = i % params.width;
  let row = i / params.width;
  let place = control[0] + row % params.rows;
  let sequence = control[1] + row / params.rows;
  if (place >= params.capacity || sequence >= params.sequences) { return; }
  let to = (sequence * params.capacity + place) * params.width + column;
  keys[to] = k[params.k_offset + row * params.k_row + column];
  values[to] = v[params.v_offset + row * params.v_row + column];
}
