// The host and the page are houses of rooms: nothing lies in the hall.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

test.each(['src/host', 'src/ui'])('every file of %s is in a room', (house) => {
  const entries = readdirSync(house, { withFileTypes: true });
  expect(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)).toEqual([]);
});
