// config.json of BERT, DistilBERT and T5.
import { COMMON_FIELDS, each } from './configCommon';
import { geluRule } from './configDecoders';
import { honoured, ignored, refused, type FieldTable } from './fieldTable';

const CONFIG = 'config.json';
const count = (note: string) => honoured(`${note}; a whole number.`);

const tied = refused('The output layer over the vocabulary is the token embedding.', [true]);

export const BERT_TABLE: FieldTable = {
  id: 'config.bert',
  file: CONFIG,
  title: 'config.json of BERT',
  reference: 'BertConfig of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...COMMON_FIELDS,
    hidden_size: count('Width'),
    num_hidden_layers: count('Layers'),
    num_attention_heads: count('Heads'),
    intermediate_size: count('Width of the MLP'),
    max_position_embeddings: count('Longest sequence'),
    type_vocab_size: count('Segments'),
    hidden_act: geluRule,
    tie_word_embeddings: tied,
    hidden_dropout_prob: honoured('Dropout while fine-tuning.'),
    ...each(
      ['attention_probs_dropout_prob', 'classifier_dropout'],
      honoured('Told where it differs from hidden_dropout_prob, which stands for all.'),
    ),
    layer_norm_eps: honoured('Added to the variance in a norm.'),
    position_embedding_type: refused('Only learned absolute positions.', ['absolute']),
    ...each(
      [
        'directionality',
        'pooler_fc_size',
        'pooler_num_attention_heads',
        'pooler_num_fc_layers',
        'pooler_size_per_head',
        'pooler_type',
      ],
      ignored('Left over from TensorFlow; the class does not read it.'),
    ),
  },
};

export const DISTILBERT_TABLE: FieldTable = {
  id: 'config.distilbert',
  file: CONFIG,
  title: 'config.json of DistilBERT',
  reference: 'DistilBertConfig of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...COMMON_FIELDS,
    dim: count('Width'),
    hidden_size: count('The same as dim'),
    n_layers: count('Layers'),
    num_hidden_layers: count('The same as n_layers'),
    n_heads: count('Heads'),
    num_attention_heads: count('The same as n_heads'),
    hidden_dim: count('Width of the MLP'),
    max_position_embeddings: count('Longest sequence'),
    activation: geluRule,
    tie_word_embeddings: tied,
    dropout: honoured('Dropout while fine-tuning.'),
    ...each(
      ['attention_dropout', 'seq_classif_dropout'],
      honoured('Told where it differs from dropout, which stands for all.'),
    ),
    qa_dropout: ignored('Of a head for question answering, which is not read.'),
    sinusoidal_pos_embds: ignored('The positions come from the file, however they were made.'),
    tie_weights_: ignored('A former name of tie_word_embeddings.'),
    output_past: ignored('An encoder keeps nothing between calls.'),
  },
};

/** `gated-` and an activation, as the class takes the name apart. */
export const T5_FEEDS: Readonly<Record<string, { gated: boolean; activation: string }>> = {
  relu: { gated: false, activation: 'relu' },
  'gated-gelu': { gated: true, activation: 'gelu_new' },
  'gated-gelu_new': { gated: true, activation: 'gelu_new' },
  'gated-gelu_pytorch_tanh': { gated: true, activation: 'gelu_new' },
  'gated-gelu_fast': { gated: true, activation: 'gelu_new' },
  'gated-gelu_accurate': { gated: true, activation: 'gelu_new' },
};

const feedOf = (value: unknown = 'relu') =>
  typeof value === 'string' ? T5_FEEDS[value] : undefined;
const TANH_GELUS = ['gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'gelu_accurate'];

export const T5_TABLE: FieldTable = {
  id: 'config.t5',
  file: CONFIG,
  title: 'config.json of T5',
  reference: 'T5Config of transformers 4.57 and 5',
  unknown: 'reported',
  fields: {
    ...COMMON_FIELDS,
    architectures: refused(
      'A T5 is read whole, with encoder, decoder and output layer.',
      (value) =>
        Array.isArray(value) &&
        value.every(
          (name) =>
            typeof name === 'string' &&
            !/Encoder|ForTokenClassification|ForSequenceClassification/.test(name),
        ),
    ),
    is_encoder_decoder: refused('A T5 is an encoder with a decoder.', [true]),
    is_decoder: ignored('Each of the two stacks knows what it is.'),
    d_model: count('Width'),
    hidden_size: count('The same as d_model'),
    d_kv: count('Width of a head'),
    head_dim: count('The same as d_kv'),
    d_ff: count('Width of the MLP'),
    num_layers: count('Layers of the encoder'),
    num_hidden_layers: count('The same as num_layers'),
    num_decoder_layers: count('Layers of the decoder; num_layers where it is absent'),
    num_heads: count('Heads'),
    num_attention_heads: count('The same as num_heads'),
    n_positions: count('Longest sequence that is trained; 512 where it is absent'),
    relative_attention_num_buckets: count('Buckets of distances'),
    relative_attention_max_distance: count('Distance from which on all share one bucket'),
    feed_forward_proj: honoured(
      'Either relu, or gated-gelu in its tanh form.',
      (value) => typeof value === 'string' && Object.hasOwn(T5_FEEDS, value),
    ),
    dense_act_fn: refused(
      'Must be the activation that feed_forward_proj names.',
      (value, { feed_forward_proj: feed }) =>
        feedOf(feed)?.activation === 'relu' ? value === 'relu' : TANH_GELUS.includes(String(value)),
    ),
    is_gated_act: refused(
      'Must say the same as feed_forward_proj.',
      (value, { feed_forward_proj: feed }) => value === feedOf(feed)?.gated,
    ),
    scale_decoder_outputs: refused(
      'Scores are scaled by d_model ** -0.5 where the embedding is tied, and there alone.',
      (value, { tie_word_embeddings: tied = true }) => value === tied,
    ),
    dropout_rate: honoured('Dropout while fine-tuning.'),
    classifier_dropout: ignored('Of a classifier, which is not read of T5.'),
    layer_norm_epsilon: honoured('Added to the mean square in a norm.'),
  },
};
