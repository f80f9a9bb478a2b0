import type { Remark } from '../../training/formats/remark';

const MOST_NAMED = 12;

export function unusedRemark(columns: readonly string[]): Remark[] {
  if (columns.length === 0) return [];
  const more = columns.length - MOST_NAMED;
  const named = [...columns.slice(0, MOST_NAMED), ...(more > 0 ? [`… +${more}`] : [])];
  return [{ code: 'unused_columns', fields: { columns: named.join(', ') } }];
}
