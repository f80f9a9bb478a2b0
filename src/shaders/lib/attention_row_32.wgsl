// Rows of 32 numbers in the registers of one lane: only constant indices, so that no compiler makes
// memory of them. A share is what one lane holds of a row that the subgroup has read together:
// lane i has chunks i, i + SUBGROUP, ... of 4 numbers. Constants: SUBGROUP (its size, a power of two).
alias Row = array<vec4f, 8>;
const CHUNKS = 8u;

fn row_dot(a: Row, b: Row) -> f32 {
  var s = a[0] * b[0];
  s = fma(a[1], b[1], s);
  s = fma(a[2], b[2], s);
  s = fma(a[3], b[3], s);
  s = fma(a[4], b[4], s);
  s = fma(a[5], b[5], s);
  s = fma(a[6], b[6], s);
  s = fma(a[7], b[7], s);
  return s.x + s.y + s.z + s.w;
}

// y * keep + x * a
fn row_mix(y: Row, keep: f32, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], keep * y[0]),
    fma(vec4f(x), a[1], keep * y[1]),
    fma(vec4f(x), a[2], keep * y[2]),
    fma(vec4f(x), a[3], keep * y[3]),
    fma(vec4f(x), a[4], keep * y[4]),
    fma(vec4f(x), a[5], keep * y[5]),
    fma(vec4f(x), a[6], keep * y[6]),
    fma(vec4f(x), a[7], keep * y[7]),
  );
}

// y + x * a
fn row_add(y: Row, x: f32, a: Row) -> Row {
  return Row(
    fma(vec4f(x), a[0], y[0]),
    fma(vec4f(x), a[1], y[1]),
    fma(vec4f(x), a[2], y[2]),
    fma(vec4f(x), a[3], y[3]),
    fma(vec4f(x), a[4], y[4]),
    fma(vec4f(x), a[5], y[5]),
    fma(vec4f(x), a[6], y[6]),
    fma(vec4f(x), a[7], y[7]),
  );
}

// Every lane gets the whole row.
fn row_of(x: Share) -> Row {
  return Row(
    subgroupBroadcast(x[0 / SUBGROUP], 0u % SUBGROUP),
    subgroupBroadcast(x[1 / SUBGROUP], 1u % SUBGROUP),
    subgroupBroadcast(x[2 / SUBGROUP], 2u % SUBGROUP),
    subgroupBroadcast(x[3 / SUBGROUP], 3u % SUBGROUP),
    subgroupBroadcast(x[4 / SUBGROUP], 4u % SUBGROUP),
    subgroupBroadcast(x[5 / SUBGROUP], 5u % SUBGROUP),
    subgroupBroadcast(x[6 / SUBGROUP], 6u % SUBGROUP),
    subgroupBroadcast(x[7 / SUBGROUP], 7u % SUBGROUP),
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
    select(before[4], whole[4], mine),
    select(before[5], whole[5], mine),
    select(before[6], whole[6], mine),
    select(before[7], whole[7], mine),
  );
}

// This lane's share of the row that lane `owner` holds.
fn share_of(row: Row, owner: u32, lane: u32) -> Share {
  var x: Share;
  x[0 / SUBGROUP] = select(x[0 / SUBGROUP], subgroupShuffle(row[0], owner), lane == 0u % SUBGROUP);
  x[1 / SUBGROUP] = select(x[1 / SUBGROUP], subgroupShuffle(row[1], owner), lane == 1u % SUBGROUP);
  x[2 / SUBGROUP] = select(x[2 / SUBGROUP], subgroupShuffle(row[2], owner), lane == 2u % SUBGROUP);
  x[3 / SUBGROUP] = select(x[3 / SUBGROUP], subgroupShuffle(row[3], owner), lane == 3u % SUBGROUP);
  x[4 / SUBGROUP] = select(x[4 / SUBGROUP], subgroupShuffle(row[4], owner), lane == 4u % SUBGROUP);
  x[5 / SUBGROUP] = select(x[5 / SUBGROUP], subgroupShuffle(row[5], owner), lane == 5u % SUBGROUP);
  x[6 / SUBGROUP] = select(x[6 / SUBGROUP], subgroupShuffle(row[6], owner), lane == 6u % SUBGROUP);
  x[7 / SUBGROUP] = select(x[7 / SUBGROUP], subgroupShuffle(row[7], owner), lane == 7u % SUBGROUP);
  return x;
}
