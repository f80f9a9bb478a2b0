import { constantsOf, type CpuFamily } from '../call';
import type { Dispatch } from '../../gpu/dispatch';

/** Vectors that a task of copy_ceiling copies. */
const COPY_VECTORS = 16_384;

const viewsOf = ({ bindings }: Dispatch) => bindings.map(({ view }) => view);

export const ceilingFamilies: Readonly<Record<string, CpuFamily>> = {
  copy_ceiling: {
    calls: (dispatch) => [
      {
        kernel: 'copy_ceiling',
        tasks: Math.ceil((dispatch.params[0] as number) / COPY_VECTORS),
        bindings: viewsOf(dispatch),
        params: dispatch.params,
        constants: [COPY_VECTORS],
      },
    ],
  },
  fma_ceiling: {
    calls: (dispatch) => [
      {
        kernel: 'fma_ceiling',
        tasks: dispatch.grid[0],
        bindings: viewsOf(dispatch),
        params: dispatch.params,
        constants: [
          ...constantsOf(dispatch, ['CHAINS', 'LOOPS', 'FUSED']),
          dispatch.overrides!['WORKGROUP_X']!,
        ],
      },
    ],
  },
};
