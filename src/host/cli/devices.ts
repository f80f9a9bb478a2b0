import { openDevice } from '../../gpu/device';
import { findDrivers, openNodeGpu } from '../node/drivers';
import { toErrorData } from '../lab/labError';
import type { Verb } from './verb';

export const devices: Verb = {
  name: 'devices',
  summary: 'Lists the available GPU devices, best first.',
  example: 'devices',
  options: {},
  async run() {
    for (const { name, file } of findDrivers()) {
      try {
        const { facts, device } = await openDevice(openNodeGpu(name));
        const words = [
          facts.description || facts.architecture,
          facts.f16 && 'f16',
          facts.subgroups && `subgroups of ${facts.subgroupSize}`,
          facts.dot4 && 'dot4',
          `${facts.maxInvocations} invocations`,
        ];
        console.log(`${name}: ${words.filter(Boolean).join(', ')}${file ? ` (${file})` : ''}`);
        device.destroy();
      } catch (thrown) {
        console.log(`${name}: ${toErrorData(thrown).message}`);
      }
    }
    return 0;
  },
};
