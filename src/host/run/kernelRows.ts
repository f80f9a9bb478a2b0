// The kernels of a captured step as the page lists them, and the WGSL of each.
import { composeWgsl } from '../../gpu/pipelines';
import type { Profile } from '../../gpu/profiler';
import { kernelRoles } from '../../training/inspect/kernelRoles';
import type { TrainerSetup } from '../../training/run/trainerSetup';
import { hostError } from '../protocol/error';
import type { KernelRow, KernelSource } from '../protocol/run';

type Captured = Pick<TrainerSetup, 'state' | 'training'>;

export function kernelRows({ state, training }: Captured, profile: Profile | null): KernelRow[] {
  const roles = kernelRoles(state, training);
  return training.dispatches.map(({ label, shader, grid, flops, bytes }, index) => ({
    ...roles[index]!,
    label,
    shader: shader.name,
    grid,
    flops,
    bytes,
    elapsedMs: profile?.elapsedMs[index] ?? null,
  }));
}

/** @throws BenchtopError unknown_kernel */
export function kernelSourceOf(captured: Captured | undefined, index: number): KernelSource {
  const dispatch = captured?.training.dispatches[index];
  if (!dispatch) throw hostError('unknown_kernel', { index });
  const { entry = 'main', overrides = {} } = dispatch;
  return { wgsl: composeWgsl(dispatch), entry, overrides };
}
