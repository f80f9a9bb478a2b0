import { useTranslation } from 'react-i18next';
import { unusedColumns } from '../../training/data/sourcesColumns';
import type { Remark } from '../../training/formats/remark';
import type { enData } from '../i18n/data/en';
import styles from './Data.module.css';
import { useData } from './useData';

type Words = (typeof enData)['remark'];

/** What a reader tells beside its result; a remark that this page has no words for is left out. */
export function Remarks({ remarks }: { remarks: readonly Remark[] }) {
  const words = useRemarkWords();
  const sentences = remarks.flatMap((remark) => words(remark) ?? []);
  if (sentences.length === 0) return null;
  return (
    <ul className={styles.remarks} data-testid="data-remarks">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function useRemarkWords(): (remark: Remark) => string | null {
  const { t } = useTranslation();
  return ({ code, fields }) => {
    const shown = shownFields(fields, (sign) => t(`data.delimiter.${sign}`));
    if (code === 'assumed')
      return t(`data.remark.assumed.${fields.what as keyof Words['assumed']}`, shown);
    return isKnown(code) ? t(`data.remark.${code}`, shown) : null;
  };
}

const KNOWN = [
  'left_lists',
  'similar_labels',
  'repeated_texts',
  'conflicting_labels',
  'unused_columns',
  'small_classes',
  'sampled',
] as const;

const isKnown = (code: string): code is (typeof KNOWN)[number] =>
  (KNOWN as readonly string[]).includes(code);

type Delimiter = ',' | ';' | '\t' | '|';

/** A delimiter by its name: a tab cannot be seen. */
function shownFields(fields: Remark['fields'], nameOf: (sign: Delimiter) => string) {
  const { what, value } = fields;
  const isSign = what === 'delimiter' && [',', ';', '\t', '|'].includes(String(value));
  return isSign ? { ...fields, value: nameOf(value as Delimiter) } : fields;
}

/** Of the open source, with the columns that the chosen mapping leaves out. */
export function SourceRemarks() {
  const source = useData((state) => state.source);
  const reading = useData((state) => state.reading);
  if (!source || !reading) return null;
  const unused = reading.format === 'text' ? [] : unusedColumns(source.columns, reading.mapping);
  return <Remarks remarks={[...source.remarks, ...unusedRemark(unused)]} />;
}

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
