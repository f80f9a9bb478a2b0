import type { ModelConfig } from '../../training/run/config';

export type Family = ModelConfig['family'];
