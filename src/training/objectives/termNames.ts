// Names of an objective's loss term that reads one of several sets: the kind, then the set.
const OF_SET = /^(classify|answer)_(.+)$/;

/** Null of all other terms. */
export const setOfTerm = (name: string): string | null => OF_SET.exec(name)?.[2] ?? null;
