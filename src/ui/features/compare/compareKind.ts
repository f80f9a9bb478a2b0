/** `forms`: the model at hand compressed; `models`: as it is, beside others. Left out: whatever is chosen. */
export type CompareKind = 'forms' | 'models';
