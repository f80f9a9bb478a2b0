fn score_bias(head: u32, row: u32, first: u32) -> vec4f { return vec4f(); }
