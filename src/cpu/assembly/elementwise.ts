export { activation_backward, activation_forward } from './elementwise/activation';
export { binary } from './elementwise/binary';
export { dropout } from './elementwise/dropout';
export { swiglu_backward, swiglu_forward } from './elementwise/swiglu';
export { unary_backward, unary_forward } from './elementwise/unary';
