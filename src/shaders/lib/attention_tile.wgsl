// What the attention kernels by tiles share. A lane owns a tile of 4 x 4 scores and a tile of 4 rows x
// 4 dimensions of the result, so that nothing is an array: CHUNKS = ceil(headDim / 4) lanes side by
// side cover all dimensions. Constants: HEAD_DIM, CHUNKS, TILES (tiles of 4 rows a workgroup).
alias Cell = f32;
const LANES = CHUNKS * TILES;

// A workgroup of one tile says so: then loads of a tile's rows are the same for all lanes, which
// compilers for CPUs turn into one load.
fn tile_of(lane: u32) -> u32 {
  if (TILES == 1) { return 0u; }
  return lane / CHUNKS;
}
