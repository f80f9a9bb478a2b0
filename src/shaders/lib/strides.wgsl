// Where element i of a walk over up to five dimensions lies, by strides; a stride of 0 broadcasts.
// `dims` and `strides` hold the inner dimensions, right-aligned; what is left of i after them counts
// in `outer`. Constant: INNER, how many inner dimensions there are (0 … 4). See kernels/strides.ts.
fn offset_at(i: u32, dims: vec4u, strides: vec4u, outer: u32) -> u32 {
  var rest = i;
  var at = 0u;
  for (var d = 3i; d > 3 - INNER; d--) {
    at += rest % dims[d] * strides[d];
    rest /= dims[d];
  }
  return at + rest * outer;
}
