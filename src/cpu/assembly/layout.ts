export { fill } from './layout/fill';
