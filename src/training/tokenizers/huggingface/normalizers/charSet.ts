// Sets of code points that are asked for every character of a text: the answers are kept, a block of 256 at a
// time, once one of the block was asked for.

export type CharTest = (point: number) => boolean;

export class CharSet {
  private readonly blocks: (Uint8Array | undefined)[] = [];
  private readonly test: CharTest;

  constructor(test: CharTest) {
    this.test = test;
  }

  has(point: number): boolean {
    const block = this.blocks[point >> 8] ?? this.fill(point >> 8);
    return block[point & 255] === 1;
  }

  private fill(index: number): Uint8Array {
    const block = Uint8Array.from({ length: 256 }, (_, low) =>
      Number(this.test((index << 8) | low)),
    );
    this.blocks[index] = block;
    return block;
  }
}

/** Of a regular expression for one character; surrogates belong to no set. */
export function charTest(pattern: RegExp): CharTest {
  return (point) => (point < 0xd800 || point > 0xdfff) && pattern.test(String.fromCodePoint(point));
}

/** '61d 9fd 1b4e-1b4f': code points and ranges in hexadecimal. */
export function listed(list: string): CharTest {
  const bounds = list.split(' ').map((range) => {
    const [from = 0, to = from] = range.split('-').map((text) => parseInt(text, 16));
    return [from, to] as const;
  });
  return (point) => {
    let [low, high] = [0, bounds.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = bounds[middle]!;
      if (point < from) high = middle - 1;
      else if (point > to) low = middle + 1;
      else return true;
    }
    return false;
  };
}
