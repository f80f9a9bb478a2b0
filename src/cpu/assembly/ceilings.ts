export { copy_ceiling } from './ceilings/copy_ceiling';
export { fma_ceiling } from './ceilings/fma_ceiling';
