// Padding: key_mask [batch, k_len] is 0 where a key may not be seen. Constant: KEY_MASK (binding).
@group(0) @binding(KEY_MASK) var<storage, read> key_mask: array<u32>;
fn kept_keys(batch: u32, first: u32) -> vec4<bool> {
  let at = min(vec4u(first) + FOUR, vec4u(params.k_len - 1u)) + vec4u(batch * params.k_len);
  return vec4u(key_mask[at.x], key_mask[at.y], key_mask[at.z], key_mask[at.w]) != vec4u();
}
