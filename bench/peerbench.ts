// Benchtop as an engine that a benchmark harness can load beside others: the project's own captured
// step, replayed with given weights. Bundled by esbuild or Vite; needs navigator.gpu and nothing of Node.
import { version } from '../package.json';
import { attention } from './benchtop/attention';
import { benchContext, openContext } from './benchtop/context';
import { decode, trainStep } from './benchtop/gpt';
import { matmul, qmatmul } from './benchtop/products';
import type { Engine } from './engine';

const engine: Engine = {
  name: 'benchtop',
  version,
  init: openContext,
  sync: () => benchContext().idle(),
  matmul,
  qmatmul,
  attention,
  trainStep,
  decode,
};
export default engine;
