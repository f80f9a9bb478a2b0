// A curve in few numbers, for a picture as large as a thumb.

const POINTS = 48;

/** The same curve in few points: means of as many steps each. */
export function thumbnailOf(losses: ArrayLike<number>): number[] {
  const points = Math.min(POINTS, losses.length);
  return Array.from({ length: points }, (_, index) => {
    const from = Math.floor((index * losses.length) / points);
    const to = Math.floor(((index + 1) * losses.length) / points);
    let sum = 0;
    for (let i = from; i < to; i++) sum += losses[i]!;
    return Number((sum / (to - from)).toFixed(4));
  });
}
