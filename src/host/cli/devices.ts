import { findDrivers } from '../node/drivers';
import { openNodeContext } from '../node/context';
import { toErrorData } from '../lab/labError';
import { JSON_OUTPUT } from './session';
import type { Verb } from './verb';

export const devices: Verb = {
  name: 'devices',
  summary: 'Lists the available devices: GPU adapters, best first, and the CPU.',
  example: 'devices',
  options: { json: JSON_OUTPUT },
  async run(call) {
    const isJson = call.has('json');
    for (const { name, file } of [...findDrivers(), { name: 'cpu', file: null }]) {
      try {
        const context = await openNodeContext(name);
        const { facts } = context.open;
        if (isJson) console.log(JSON.stringify({ name, file, ...facts }));
        const words = [
          facts.description || facts.architecture,
          facts.threads !== undefined && `threads: ${facts.threads}`,
          facts.f16 && 'f16',
          facts.subgroups && `subgroups of ${facts.subgroupSize}`,
          facts.dot4 && 'dot4',
          facts.threads === undefined && `${facts.maxInvocations} invocations`,
        ];
        if (!isJson)
          console.log(`${name}: ${words.filter(Boolean).join(', ')}${file ? ` (${file})` : ''}`);
        context.destroy();
      } catch (thrown) {
        const error = toErrorData(thrown);
        console.log(isJson ? JSON.stringify({ name, file, error }) : `${name}: ${error.message}`);
      }
    }
    return 0;
  },
};
