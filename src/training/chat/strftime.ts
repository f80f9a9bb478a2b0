// Dates as `strftime` of Python writes them in the C locale.
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAY_MS = 86_400_000;

const two = (number: number, filler = '0'): string => String(number).padStart(2, filler);
const hour12 = (date: Date): number => date.getHours() % 12 || 12;
const dayOfYear = (date: Date): number =>
  (Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) -
    Date.UTC(date.getFullYear(), 0, 0)) /
  DAY_MS;

const CODES: Readonly<Record<string, (date: Date) => string>> = {
  a: (date) => DAYS[date.getDay()]!.slice(0, 3),
  A: (date) => DAYS[date.getDay()]!,
  w: (date) => String(date.getDay()),
  d: (date) => two(date.getDate()),
  e: (date) => two(date.getDate(), ' '),
  '-d': (date) => String(date.getDate()),
  b: (date) => MONTHS[date.getMonth()]!.slice(0, 3),
  B: (date) => MONTHS[date.getMonth()]!,
  m: (date) => two(date.getMonth() + 1),
  '-m': (date) => String(date.getMonth() + 1),
  y: (date) => two(date.getFullYear() % 100),
  Y: (date) => String(date.getFullYear()),
  H: (date) => two(date.getHours()),
  I: (date) => two(hour12(date)),
  p: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  M: (date) => two(date.getMinutes()),
  S: (date) => two(date.getSeconds()),
  j: (date) => String(dayOfYear(date)).padStart(3, '0'),
  F: (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
  T: (date) => `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
  '%': () => '%',
};

/** @throws RangeError for a code that is not known */
export const strftime = (format: string, date: Date): string =>
  format.replaceAll(/%(-?.?)/gs, (whole, code: string) => {
    const write = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
    if (write) return write(date);
    throw new RangeError(`strftime_now does not know ${whole}`);
  });
