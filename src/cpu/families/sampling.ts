import { ParamWords, type CpuFamily } from '../call';

export const samplingFamilies: Readonly<Record<string, CpuFamily>> = {
  sample_token: {
    calls(dispatch, workspace) {
      const [sequences] = dispatch.grid;
      const scores = workspace.take(4 * sequences * new ParamWords(dispatch).u32(0));
      return [
        {
          kernel: 'sample_token',
          tasks: sequences,
          bindings: [...dispatch.bindings.map(({ view }) => view), scores],
          params: dispatch.params,
          constants: [],
        },
      ];
    },
  },
};
