// Numbers as people read them, in the page's language. Units are always there.
import i18next from 'i18next';

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, options: Intl.NumberFormatOptions): string {
  const { language } = i18next;
  const key = language + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat(language, options)));
  return found.format(value);
}

export const formatCount = (value: number): string => format(value, { maximumFractionDigits: 0 });

/** Three significant digits: 0.21, 3.40, 127. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/** The same with k, M, G: the same in both languages, for columns of figures. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const scales: [number, string][] = [
    [1e15, 'P'],
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ];
  const [scale, suffix] = scales.find(([limit]) => Math.abs(value) >= limit * 0.9995) ?? [1, ''];
  const scaled = value / scale;
  if (suffix === '' && Number.isInteger(value)) return String(value);
  return `${formatFigure(scaled)}${suffix && ` ${suffix}`}`;
}

/** A count in a sentence, by the units of the language: 284 k, 28.4 万. */
export function formatAmount(value: number): string {
  if (!i18next.language.startsWith('zh') || Math.abs(value) < 10_000) return formatCompact(value);
  const compact = format(value, { notation: 'compact', maximumSignificantDigits: 3 });
  return compact.replace(/(\d)(\D+)$/, '$1 $2');
}

export function formatBytes(sizeBytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = sizeBytes;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value.toFixed(0) : formatFigure(value)} ${units[unit]}`;
}

export function formatLoss(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '∞';
}

/** There is no half step. */
export const formatStep = (step: number): string => String(Math.round(step));

/** 4:07, or 1:04:07; no words, so it is the same everywhere. */
export function formatDuration(elapsedMs: number): string {
  if (!Number.isFinite(elapsedMs)) return '–';
  const seconds = Math.max(0, Math.round(elapsedMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  return `${percent.toFixed(percent >= 10 || percent === 0 ? 0 : 1)}%`;
}

/** An error beside the values it is of: 3.1e-7; nothing else shows so wide a range in a column. */
export function formatErrorShare(value: number): string {
  if (value === 0) return '0';
  return Number.isFinite(value) ? value.toExponential(1) : '∞';
}

/** A setting as it would be typed: 0.001, 3e-5, 2000. */
export function formatSetting(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential().replace('e-0', 'e-');
  return String(value);
}

/** A difference: +0.031, −0.031. */
export const formatSigned = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
