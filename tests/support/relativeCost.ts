// What work costs in units of a fixed piece of work that is done beside it: a slow machine, or one that
// is busy, takes longer for both. Processor time, the least of several rounds.

/** Objects, strings, a map and arithmetic: about 20 ms on a desktop of 2020. */
function referenceWork(): number {
  const counts = new Map<string, number>();
  const words: string[] = [];
  let state = 1;
  for (let i = 0; i < 100_000; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const word = `w${(state >>> 16) % 5000}`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
    if (i % 8 === 0) words.push(word);
  }
  return counts.size + words.sort().join(' ').length;
}

async function cpuMs(work: () => unknown): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1000;
}

/** The cost of `work` in pieces of reference work. */
export async function relativeCost(work: () => unknown, rounds = 3): Promise<number> {
  let [least, piece] = [Infinity, Infinity];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < 5; i++) piece = Math.min(piece, await cpuMs(referenceWork));
    least = Math.min(least, await cpuMs(work));
  }
  return least / piece;
}
