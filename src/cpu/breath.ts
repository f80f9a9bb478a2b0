/**
 * Lets waiting messages in: work on this thread is done when it is sent, and would else leave no turn
 * to others. A message to oneself does not wait the four milliseconds that browsers make nested
 * timers wait.
 */
export async function breath(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await new Promise((resume) => {
    port1.onmessage = resume;
    port2.postMessage(null);
  });
  port1.close();
}
