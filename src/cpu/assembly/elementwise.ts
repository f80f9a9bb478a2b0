export { binary } from './elementwise/binary';
export { unary_backward, unary_forward } from './elementwise/unary';
