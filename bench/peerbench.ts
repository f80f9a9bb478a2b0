// Benchtop as an engine that a benchmark harness can load beside others: the project's own captured
// step, replayed with given weights. Bundled by esbuild or Vite; needs navigator.gpu and nothing of Node.
import { benchtopOn, openWebGpu } from './benchtop/devices';

export default benchtopOn('benchtop', () => openWebGpu(navigator.gpu));
