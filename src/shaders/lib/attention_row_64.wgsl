// Rows of 64 numbers in the registers of one lane: only constant indices, so that no compiler makes
// memory of them. A share is what one lane holds of a row that the subgroup has read together:
// lane i has chunks i, i + SUBGROUP, ... of 4 numbers. Constants: SUBGROUP (its size, a power of two).
alias Row = array<vec4f, 16>;
const CHUNKS = 16u;

fn row_dot(a: Row, b: Row) -> f32 {
  var s = a[0] * b[0];
  s = fma(a[1], b[1], s);
  s = fma(a[2], b[2], s);
  s = fma(a[3], b[3], s);
  s = fma(a[4], b[4], s);
  s = fma(a[5], b[5], s);
  s = fma(a[6], b[6], s);
  s = fma(a[7], b[7], s);
  s = fma(a[8], b[8], s);
  s = fma(a[9], b[9], s);
  s = fma(a[10], b[10], s);
  s = fma(a[11], b[11], s);
  s = fma(a[12], b[12], s);
  s = fma(a[13], b[13], s);
  s = fma(a[14], b[14], s);
  s = fma(a[15], b[15], s);
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
    fma(vec4f(x), a[8], keep * y[8]),
    fma(vec4f(x), a[9], keep * y[9]),
    fma(vec4f(x), a[10], keep * y[10]),
    fma(vec4f(x), a[11], keep * y[11]),
    fma(vec4f(x), a[12], keep * y[12]),
    fma(vec4f(x), a[13], keep * y[13]),
    fma(vec4f(x), a[14], keep * y[14]),
    fma(vec4f(x), a[15], keep * y[15]),
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
    fma(vec4f(x), a[8], y[8]),
    fma(vec4f(x), a[9], y[9]),
    fma(vec4f(x), a[10], y[10]),
    fma(vec4f(x), a[11], y[11]),
    fma(vec4f(x), a[12], y[12]),
    fma(vec4f(x), a[13], y[13]),
    fma(vec4f(x), a[14], y[14]),
    fma(vec4f(x), a[15], y[15]),
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
    subgroupBroadcast(x[8 / SUBGROUP], 8u % SUBGROUP),
    subgroupBroadcast(x[9 / SUBGROUP], 9u % SUBGROUP),
    subgroupBroadcast(x[10 / SUBGROUP], 10u % SUBGROUP),
    subgroupBroadcast(x[11 / SUBGROUP], 11u % SUBGROUP),
    subgroupBroadcast(x[12 / SUBGROUP], 12u % SUBGROUP),
    subgroupBroadcast(x[13 / SUBGROUP], 13u % SUBGROUP),
    subgroupBroadcast(x[14 / SUBGROUP], 14u % SUBGROUP),
    subgroupBroadcast(x[15 / SUBGROUP], 15u % SUBGROUP),
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
    select(before[8], whole[8], mine),
    select(before[9], whole[9], mine),
    select(before[10], whole[10], mine),
    select(before[11], whole[11], mine),
    select(before[12], whole[12], mine),
    select(before[13], whole[13], mine),
    select(before[14], whole[14], mine),
    select(before[15], whole[15], mine),
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
  x[8 / SUBGROUP] = select(x[8 / SUBGROUP], subgroupShuffle(row[8], owner), lane == 8u % SUBGROUP);
  x[9 / SUBGROUP] = select(x[9 / SUBGROUP], subgroupShuffle(row[9], owner), lane == 9u % SUBGROUP);
  x[10 / SUBGROUP] = select(x[10 / SUBGROUP], subgroupShuffle(row[10], owner), lane == 10u % SUBGROUP);
  x[11 / SUBGROUP] = select(x[11 / SUBGROUP], subgroupShuffle(row[11], owner), lane == 11u % SUBGROUP);
  x[12 / SUBGROUP] = select(x[12 / SUBGROUP], subgroupShuffle(row[12], owner), lane == 12u % SUBGROUP);
  x[13 / SUBGROUP] = select(x[13 / SUBGROUP], subgroupShuffle(row[13], owner), lane == 13u % SUBGROUP);
  x[14 / SUBGROUP] = select(x[14 / SUBGROUP], subgroupShuffle(row[14], owner), lane == 14u % SUBGROUP);
  x[15 / SUBGROUP] = select(x[15 / SUBGROUP], subgroupShuffle(row[15], owner), lane == 15u % SUBGROUP);
  return x;
}
