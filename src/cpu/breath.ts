// Lets waiting messages in: work on this thread is done when it is sent, and would else leave no turn
// to others. A message to oneself does not wait the four milliseconds that browsers make nested timers
// wait; it always takes the same way, for ports are slow to make.
const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];

function next(): void {
  waiting.shift()!();
  // Node goes on as long as somebody listens.
  if (waiting.length === 0) port1.onmessage = null;
}

export function breath(): Promise<void> {
  return new Promise((resume) => {
    waiting.push(resume);
    port1.onmessage ??= next;
    port2.postMessage(null);
  });
}
