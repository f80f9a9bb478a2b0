// How a pair of texts is cut to a number of tokens: transformers' `truncation=True`, longest first.

/**
 * What is left of two texts of `first` and `second` tokens where `room` tokens fit: the longer one is cut
 * to the length of the shorter one before both are cut alike.
 */
export function longestFirst(
  first: number,
  second: number,
  room: number,
): [first: number, second: number] {
  if (first + second <= room) return [first, second];
  const shorter = Math.min(first, second);
  const half = Math.floor(room / 2);
  const [short, long] = shorter > half ? [half, room - half] : [shorter, room - shorter];
  return first <= second ? [short, long] : [long, short];
}
