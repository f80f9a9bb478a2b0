// Functions of two numbers. `greater` and `equal` give what the gradients of max and min need:
// 1 where a > b, a half each where they are equal (as torch.maximum shares it).
const BINARY_ADD = 0u;
const BINARY_SUB = 1u;
const BINARY_MUL = 2u;
const BINARY_DIV = 3u;
const BINARY_MAX = 4u;
const BINARY_MIN = 5u;
const BINARY_GREATER = 6u;
const BINARY_EQUAL = 7u;

// By bits: x != x may be folded to false.
fn is_nan(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

fn binary(kind: u32, a: f32, b: f32) -> f32 {
  switch kind {
    case BINARY_ADD: { return a + b; }
    case BINARY_SUB: { return a - b; }
    case BINARY_MUL: { return a * b; }
    case BINARY_DIV: { return a / b; }
    case BINARY_MAX: { return select(b, a, is_nan(a) || (a > b && !is_nan(b))); }
    case BINARY_MIN: { return select(b, a, is_nan(a) || (a < b && !is_nan(b))); }
    case BINARY_GREATER: { return select(select(0.0, 0.5, a == b), 1.0, a > b); }
    default: { return select(0.0, 1.0, a == b); }
  }
}
