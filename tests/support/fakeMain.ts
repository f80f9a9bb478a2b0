// ?models lists some of each origin. ?device=none|refused|software|opening and ?speed=N choose what the fake does.
import type { DeviceState } from '../../src/host/protocol/device';
import { fakeService } from './fakeJobs';
import { FAKE_LOADED, FAKE_SAVED } from './fakeModelRows';
import { fakeModels } from './fakeModels';
import { fakeSavedRuns } from './fakeSavedRuns';
import { start } from '../../src/ui/app/start';
import { FAKE_ADAPTER, FakeLab } from './fakeLab';

const query = new URLSearchParams(location.search);
const software = {
  ...FAKE_ADAPTER,
  vendor: 'google',
  architecture: 'swiftshader',
  description: 'SwiftShader Device (Subzero)',
  software: true,
};
const devices: Record<string, DeviceState> = {
  none: { status: 'missing', reason: 'no_webgpu', detail: '' },
  null: { status: 'missing', reason: 'no_adapter', detail: '' },
  refused: { status: 'missing', reason: 'device_refused', detail: 'requestDevice failed' },
  software: { status: 'ready', adapter: software, kind: 'gpu', reason: 'chosen' },
};
const device = devices[query.get('device') ?? ''];
const lab = new FakeLab({
  speed: Number(query.get('speed') ?? 4),
  ...(device ? { device } : {}),
});
Object.assign(window, { fakeLab: lab });
const service = fakeService(lab, fakeSavedRuns(query.has('models') ? FAKE_SAVED : []));
const models: typeof fakeModels = {
  ...fakeModels,
  watch: (onChange) => Promise.resolve(onChange([...FAKE_LOADED])),
};
void start(query.has('models') ? { ...service, models } : service);
