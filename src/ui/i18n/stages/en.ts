import { STAGE_NAMES } from '../../../host/studies/compress/name';

/** The stages that a variant went through: their names, and a sentence on each. */
export const enStages = {
  name: STAGE_NAMES,
  about: {
    whole: 'The trained model; the baseline of all variants.',
    other: 'Another model, unchanged, evaluated on the same held-out text.',
    trained_on:
      'Control: not compressed, but trained for as many additional steps as the variants with recovery training.',
    int8: 'Weights of linear layers as 8-bit integers with a scale per output channel, dequantized in registers.',
    int8_dot:
      'Weights and activations of linear layers as 8-bit integers, multiplied with integer dot products.',
    int4: 'Weights of linear layers as 4-bit integers with a scale per group.',
    f16: 'All weight matrices, embeddings included, as float16; converted to float32 in registers.',
    cpu: 'Runs in WebAssembly on the CPU; the results show the speedup of the GPU.',
    gpu: 'Runs on the GPU; the results show its speedup over the CPU.',
    low_rank:
      'Each weight matrix as the product of two smaller ones (truncated SVD), where that has fewer weights.',
    prune:
      'The smallest weights of each layer are 0. The GPU does not run faster; the file is smaller.',
    prune_gradual:
      'The smallest weights of each layer were set to 0 gradually during training. The GPU does not run faster; the file is smaller.',
    heads:
      'This fraction of the attention heads and MLP neurons was removed: the matrices are smaller.',
    layers: 'This fraction of the layers was removed, evenly spaced over the model.',
    share_layers:
      'The layers of a group share the weights of its first layer: fewer parameters, the same FLOPs.',
    recover: 'Then trained for some steps (recovery training); pruned weights stay 0.',
    distill:
      'Then trained for some steps with the original model as the teacher; pruned weights stay 0.',
  },
};
