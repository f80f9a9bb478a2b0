import { STAGE_NAMES } from '../../../host/studies/compress/name';

/** The stages that a variant went through: their names, and a sentence on each. */
export const enStages = {
  name: STAGE_NAMES,
  about: {
    whole: 'The model as it was trained; what the others are measured against.',
    other: 'Another model, as it is, on the same held-out text.',
    trained_on:
      'Nothing was taken away, but it was trained on for as long as the recovered ones: that is what they have to be held against.',
    int8: 'Every layer’s weights are 8-bit integers with a scale for each output, turned into floats in registers as they are used.',
    int8_dot:
      'Every layer’s weights are 8-bit integers, and what flows in is rounded to 8 bits too, so that the products are of integers.',
    int4: 'Every layer’s weights are 4-bit integers, with a scale for each group of them.',
    f16: 'The weights of every matrix, tables included, are 16-bit floats, two in a word, made 32-bit in registers as they are used.',
    cpu: 'The same arithmetic in plain TypeScript on the CPU, without the GPU: how many times faster the GPU is stands in the table of speeds.',
    low_rank:
      'Each layer’s matrix is a product of two thin ones, by singular value decomposition, where that has fewer weights.',
    prune:
      'The smallest of each layer’s weights are 0. No GPU multiplies faster for that; the file is smaller.',
    prune_gradual:
      'The smallest of each layer’s weights went to 0 little by little, quickly at first, while the model was trained on. No GPU multiplies faster for that; the file is smaller.',
    heads:
      'That share of the heads and of the MLP’s neurons has left: the matrices are really smaller.',
    layers: 'That share of the layers has left, evenly over the model.',
    share_layers:
      'All layers of a group use the weights of its first one: fewer weights, as much work.',
    recover: 'Then it was trained on for a little; what was pruned stayed 0.',
    distill:
      'Then it was trained on for a little with the first model as its teacher; what was pruned stayed 0.',
  },
};
