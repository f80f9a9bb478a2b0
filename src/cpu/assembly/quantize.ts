export { dequantize, dequantize_pack } from './quantize/dequantize';
export { int8_dot } from './quantize/int8_dot';
export { packed_rows } from './quantize/packed_rows';
export { quantize_pack, quantize_rows, quantize_zeros } from './quantize/quantize_pack';
export { quantize_scale } from './quantize/quantize_scale';
