import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const SIZED = /font(?:-size)?:[^;{}]*?\d(?:px|rem|pt)\b[^;{}]*/g;

describe('type scale', () => {
  it('is the only source of font sizes: presentation mode enlarges it', () => {
    const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.css') && !file.endsWith('theme.css'),
    );
    expect(files.length).toBeGreaterThan(20);
    const sized = files.flatMap((file) =>
      (readFileSync(`src/ui/${file}`, 'utf8').match(SIZED) ?? []).map(
        (found) => `${file}: ${found}`,
      ),
    );
    expect(sized).toEqual([]);
  });
});
