// Positions of what src/cpu/families/quantize.ts hands to the kernels, beyond what products share.

/** Bindings. */
export const WORDS = 1;
export const SCALES = 6;
export const ZEROS = 7;
export const A_SCALES = 7;

/** Constants: how a weight is packed. */
export const FORMAT = 8;
export const BITS = 9;
/** Elements that share a scale; elements of a stored row. */
export const GROUP = 10;
export const LINE = 11;
/** Scales from one row to the next. */
export const GROUPS = 12;
export const HAS_ZEROS = 13;

/** What FORMAT holds: formats that the products of few rows unpack in registers. */
export const ANY = 0;
export const INT8 = 1;
export const INT4 = 2;
export const INT4_ZEROS = 3;
export const HALF = 4;
