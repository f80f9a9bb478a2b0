export { sort_order } from './linalg/sort_order';
export { svd_rotate } from './linalg/svd_rotate';
export { svd_start } from './linalg/svd_start';
