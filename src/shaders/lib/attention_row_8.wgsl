// Rows of 8 numbers in the registers of one lane: only constant indices, so that no compiler makes
// memory of them. A share is what one lane holds of a row that the subgroup has read together:
// lane i has chunks i, i + SUBGROUP, ... of 4 numbers. Constants: SUBGROUP (its size, a power of two).
alias Row = array<vec4f, 2>;
const CHUNKS = 2u;

fn row_dot(a: Row, b: Row) -> f32 {
  var s = a[0] * b[0];
  s = fma(a[1], b[1], s);
  return s.x + s.y + s.z + s.w;
}

// y * keep + x * a
fn row_mix(y: Row, keep: f32, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], keep * y[0]),
    fma(vec4f(x), a[1], keep * y[1]),
  );
}

// y + x * a
fn row_add(y: Row, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], y[0]),
    fma(vec4f(x), a[1], y[1]),
  );
}

// Every lane gets the whole row.
fn row_of(x: Share) -> Row {
  return Row(
    subgroupBroadcast(x[0 / SUBGROUP], 0u % SUBGROUP),
    subgroupBroadcast(x[1 / SUBGROUP], 1u % SUBGROUP),
  );
}

// The row that the subgroup has read for one of its lanes: others keep what they have.
fn row_for(mine: bool, before: Row, x: Share) -> Row {
  let whole = row_of(x);
  return Row(
    select(before[0], whole[0], mine),
    select(before[1], whole[1], mine),
  );
}

// This lane's share of the row that lane `owner` holds.
fn share_of(row: Row, owner: u32, lane: u32) -> Share {
  var x: Share;
  x[0 / SUBGROUP] = select(x[0 / SUBGROUP], subgroupShuffle(row[0], owner), lane == 0u % SUBGROUP);
  x[1 / SUBGROUP] = select(x[1 / SUBGROUP], subgroupShuffle(row[1], owner), lane == 1u % SUBGROUP);
  return x;
}
