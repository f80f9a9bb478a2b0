export { column_sum } from './norm/column_sum';
export { layernorm_backward } from './norm/layernorm_backward';
export { layernorm_forward } from './norm/layernorm_forward';
export { norm_weight_backward } from './norm/norm_weight_backward';
export { reduce } from './norm/reduce';
export { reduce_rows } from './norm/reduce_rows';
export { rmsnorm_backward } from './norm/rmsnorm_backward';
export { rmsnorm_forward } from './norm/rmsnorm_forward';
