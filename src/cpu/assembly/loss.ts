export { cross_entropy_backward } from './loss/cross_entropy_backward';
export { cross_entropy_forward } from './loss/cross_entropy_forward';
export { distillation_backward } from './loss/distillation_backward';
export { distillation_forward } from './loss/distillation_forward';
export { grad_norm } from './loss/grad_norm';
export { grad_norm_finish } from './loss/grad_norm_finish';
export { loss_mean } from './loss/loss_mean';
