import type { Remark } from '../../training/formats/remark';

const MOST_NAMED = 12;

export const unusedRemark = (columns: readonly string[]): Remark[] =>
  columns.length === 0
    ? []
    : [
        {
          code: 'unused_columns',
          fields: {
            columns: [
              ...columns.slice(0, MOST_NAMED),
              ...(columns.length > MOST_NAMED ? [`… +${columns.length - MOST_NAMED}`] : []),
            ].join(', '),
          },
        },
      ];
