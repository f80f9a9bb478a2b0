export { matmul_pack, matmul_plain } from './matmul/matmul_plain';
export { matmul_rows } from './matmul/matmul_rows';
