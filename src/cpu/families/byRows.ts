import { constantsOf, elementTasks, ParamWords, type CpuCall, type CpuFamily } from '../call';

/** One call of rows of `width` numbers each: a task has as many as the last constant says. */
export function byRows(
  widthOf: (words: ParamWords) => number,
  rowsOf: (words: ParamWords) => number,
  ...constants: string[]
): CpuFamily {
  return {
    calls(dispatch): CpuCall[] {
      const words = new ParamWords(dispatch);
      const rows = rowsOf(words);
      const each = Math.ceil(rows / elementTasks(rows * widthOf(words)));
      return [
        {
          kernel: dispatch.shader.name,
          tasks: Math.ceil(rows / each),
          bindings: dispatch.bindings.map(({ view }) => view),
          params: dispatch.params,
          constants: [...constantsOf(dispatch, constants), each],
        },
      ];
    },
  };
}
