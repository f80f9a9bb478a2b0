// What the ready-made writers share: the shape of a small LLaMA.
export const WRITER = {
  family: 'llama',
  n_head: 4,
  n_kv_head: 2,
  n_embd: 96,
  n_inner: 256,
  initializer_range: 0.06,
  tie_word_embeddings: true,
} as const;
