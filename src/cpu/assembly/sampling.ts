export { sample_token } from './sampling/sample_token';
