/** Seconds below a minute and a half, then minutes. */
export function durationWords(durationMs: number, language: string): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const isShort = seconds < 90;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isShort ? 'second' : 'minute',
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(isShort ? seconds : seconds / 60);
}
