/** The first of each kind and how many there are, in the order in which they are met. */
export function counted<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): { first: Item; count: number }[] {
  const found = new Map<string, { first: Item; count: number }>();
  for (const item of items) {
    const key = keyOf(item);
    const known = found.get(key) ?? { first: item, count: 0 };
    known.count += 1;
    found.set(key, known);
  }
  return [...found.values()];
}
