// The reference cases as a program of the portable pack: node parity.mjs FOLDER…
import { main } from '../scripts/parity';

const code = await main(process.argv.slice(2));
await new Promise((resolve) => process.stdout.write('', resolve));
// Dawn's threads can keep Node alive.
process.exit(code);
