export { adafactor_partials, adafactor_update } from './optimizer/adafactor';
export { adafactor_moments } from './optimizer/adafactor_moments';
export { adamw } from './optimizer/adamw';
export { ema, gradient_accumulate, prune_apply } from './optimizer/arena_updates';
export { lion } from './optimizer/lion';
export { muon_combine, muon_momentum, muon_update } from './optimizer/muon';
export { sgd } from './optimizer/sgd';
