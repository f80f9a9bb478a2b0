// Put in front of the engine's own code in its Worker: the GPU then refuses what the page says on the
// channel `faults`.
import { refusing, type Fault } from './refusingDevice';

const faulty = refusing(navigator.gpu);
new BroadcastChannel('faults').addEventListener('message', ({ data }) =>
  faulty.arm(data as Fault | null),
);
