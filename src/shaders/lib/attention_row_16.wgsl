// Rows of 16 numbers in the registers of one lane: only constant indices, so that no compiler makes
// memory of them. A share is what one lane holds of a row that the subgroup has read together:
// lane i has chunks i, i + SUBGROUP, ... of 4 numbers. Constants: SUBGROUP (its size, a power of two).
alias Row = array<vec4f, 4>;
const CHUNKS = 4u;

fn row_dot(a: Row, b: Row) -> f32 {
  var s = a[0] * b[0];
  s = fma(a[1], b[1], s);
  s = fma(a[2], b[2], s);
  s = fma(a[3], b[3], s);
  return s.x + s.y + s.z + s.w;
}

// y * keep + x * a
fn row_mix(y: Row, keep: f32, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], keep * y[0]),
    fma(vec4f(x), a[1], keep * y[1]),
    fma(vec4f(x), a[2], keep * y[2]),
    fma(vec4f(x), a[3], keep * y[3]),
  );
}

// y + x * a
fn row_add(y: Row, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], y[0]),
    fma(vec4f(x), a[1], y[1]),
    fma(vec4f(x), a[2], y[2]),
    fma(vec4f(x), a[3], y[3]),
  );
}

// Every lane gets the whole row.
fn row_of(x: Share) -> Row {
  return Row(
    subgroupBroadcast(x[0 / SUBGROUP], 0u % SUBGROUP),
    subgroupBroadcast(x[1 / SUBGROUP], 1u % SUBGROUP),
    subgroupBroadcast(x[2 / SUBGROUP], 2u % SUBGROUP),
    subgroupBroadcast(x[3 / SUBGROUP], 3u % SUBGROUP),
  );
}

// The row that the subgroup has read for one of its lanes: others keep what they have.
fn row_for(mine: bool, before: Row, x: Share) -> Row {
  let whole = row_of(x);
  return Row(
    select(before[0], whole[0], mine),
    select(before[1], whole[1], mine),
    select(before[2], whole[2], mine),
    select(before[3], whole[3], mine),
  );
}

// This lane's share of the row that lane `owner` holds.
fn share_of(row: Row, owner: u32, lane: u32) -> Share {
  var x: Share;
  x[0 / SUBGROUP] = select(x[0 / SUBGROUP], subgroupShuffle(row[0], owner), lane == 0u % SUBGROUP);
  x[1 / SUBGROUP] = select(x[1 / SUBGROUP], subgroupShuffle(row[1], owner), lane == 1u % SUBGROUP);
  x[2 / SUBGROUP] = select(x[2 / SUBGROUP], subgroupShuffle(row[2], owner), lane == 2u % SUBGROUP);
  x[3 / SUBGROUP] = select(x[3 / SUBGROUP], subgroupShuffle(row[3], owner), lane == 3u % SUBGROUP);
  return x;
}
