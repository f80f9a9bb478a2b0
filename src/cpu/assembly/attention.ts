export { attention_backward_bias, attention_bias_sum } from './attention/attention_backward_bias';
export { attention_backward_delta } from './attention/attention_backward_delta';
export { attention_backward_key } from './attention/attention_backward_key';
export { attention_backward_query } from './attention/attention_backward_query';
export { attention_decode } from './attention/attention_decode';
export { attention_forward } from './attention/attention_forward';
export { cache_append } from './attention/cache_append';
export { rope } from './attention/rope';
