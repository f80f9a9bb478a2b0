export { matmul_pack, matmul_plain } from './matmul/matmul_plain';
export { matmul_sum } from './matmul/matmul_sum';
export { matmul_rows, matmul_slice } from './matmul/matmul_rows';
