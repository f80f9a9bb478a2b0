import { useTranslation } from 'react-i18next';
import type { Mapping, Reading, SourceFormat } from '../../training/data/sources/types';
import type { TableDialect } from '../../training/data/tables/tableText';
import { SelectField } from '../kit/Field';
import { useBench, useBenchStore } from '../stores/context';
import styles from '../kit/panel.module.css';
import { changeReading, readAgain } from './dataActions';

const FORMATS = ['text', 'json', 'jsonl', 'csv', 'tsv'] as const;
const BREAKS = ['blank_line', 'line', 'none'] as const;
const MAPPINGS = ['text', 'messages', 'pair'] as const;
const DELIMITERS = [',', ';', '\t', '|'] as const;
const NONE = '';

/** How the file becomes documents; each choice is shown in the preview at once. */
export function ReadingControls() {
  const { t } = useTranslation();
  const bench = useBench();
  const reading = useBenchStore('data', (state) => state.reading);
  const source = useBenchStore('data', (state) => state.source);
  if (!reading || !source) return null;
  const change = (changed: Partial<Reading>) => void changeReading(bench, changed);
  return (
    <div className={styles.controls}>
      {source.reading.format !== 'parquet' && (
        <SelectField
          label={t('data.reading.format')}
          value={reading.format}
          options={FORMATS.map((id) => ({
            value: id as SourceFormat,
            name: t(`data.format.${id}`),
          }))}
          onChange={(format) => void readAgain(bench, { format })}
        />
      )}
      {reading.table && <TableChoices format={reading.format} table={reading.table} />}
      {reading.format === 'text' ? (
        <SelectField
          label={t('data.reading.documentBreak')}
          value={reading.documentBreak}
          options={BREAKS.map((id) => ({ value: id, name: t(`data.break.${id}`) }))}
          onChange={(documentBreak) => change({ documentBreak })}
        />
      ) : (
        <MappingChoices columns={source.columns} reading={reading} onChange={change} />
      )}
    </div>
  );
}

/** What was assumed of a table, to be changed. */
export function TableChoices({ format, table }: { format: SourceFormat; table: TableDialect }) {
  const { t } = useTranslation();
  const bench = useBench();
  const change = (changed: Partial<TableDialect>) =>
    void readAgain(bench, { format, table: { ...table, ...changed } });
  const others = (DELIMITERS as readonly string[]).includes(table.delimiter)
    ? []
    : [{ value: table.delimiter, name: table.delimiter }];
  return (
    <>
      <SelectField
        label={t('data.reading.delimiter')}
        testId="data-delimiter"
        value={table.delimiter}
        options={[
          ...DELIMITERS.map((sign) => ({
            value: sign as string,
            name: t(`data.delimiter.${sign}`),
          })),
          ...others,
        ]}
        onChange={(delimiter) => change({ delimiter })}
      />
      <SelectField
        label={t('data.reading.header')}
        testId="data-header"
        value={table.hasHeader ? 'names' : 'data'}
        options={[
          { value: 'names', name: t('data.reading.headerNames') },
          { value: 'data', name: t('data.reading.headerData') },
        ]}
        onChange={(header) => change({ hasHeader: header === 'names' })}
      />
    </>
  );
}

function MappingChoices(props: {
  columns: readonly string[];
  reading: Reading;
  onChange: (change: Partial<Reading>) => void;
}) {
  const { t } = useTranslation();
  const { columns, onChange } = props;
  const mapping: Mapping = props.reading.mapping ?? { kind: 'text', column: columns[0] ?? '' };
  const first = mapping.kind === 'pair' ? (mapping.prompt[0] ?? '') : mapping.column;
  const options = columns.map((id) => ({ value: id, name: id }));
  const set = (changed: Mapping) => onChange({ mapping: changed });
  const second = mapping.kind === 'pair' ? mapping.completion : (columns[1] ?? first);
  const choose = (kind: (typeof MAPPINGS)[number]) =>
    set(kind === 'pair' ? { kind, prompt: [first], completion: second } : { kind, column: first });
  return (
    <>
      <SelectField
        label={t('data.reading.mapping')}
        value={mapping.kind}
        options={MAPPINGS.map((id) => ({ value: id, name: t(`data.mapping.${id}`) }))}
        onChange={choose}
      />
      {mapping.kind === 'pair' ? (
        <>
          <ColumnChoices
            names={[t('data.reading.prompt'), t('data.reading.promptMore')]}
            columns={columns}
            chosen={mapping.prompt}
            onChange={(prompt) => set({ ...mapping, prompt })}
          />
          <SelectField
            label={t('data.reading.completion')}
            value={mapping.completion}
            options={options}
            onChange={(completion) => set({ ...mapping, completion })}
          />
        </>
      ) : (
        <SelectField
          label={t('data.reading.column')}
          value={mapping.column}
          options={options}
          onChange={(column) => set({ ...mapping, column })}
        />
      )}
    </>
  );
}

/** Columns that make up one text in their order; the last choice adds another. */
export function ColumnChoices(props: {
  names: readonly [first: string, more: string];
  columns: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  testId?: string;
}) {
  const { t } = useTranslation();
  const { names, columns, chosen, onChange, testId } = props;
  const choices = chosen.length < columns.length ? [...chosen, NONE] : chosen;
  return choices.map((value, index) => {
    const options = columns
      .filter((column) => column === value || !chosen.includes(column))
      .map((column) => ({ value: column, name: column }));
    const none = { value: NONE, name: t('settings.choice.none') };
    return (
      <SelectField
        key={index}
        label={names[index === 0 ? 0 : 1]}
        {...(testId && { testId: index === 0 ? testId : `${testId}-${index}` })}
        value={value}
        options={index === 0 && chosen.length <= 1 ? options : [none, ...options]}
        onChange={(column) => {
          const changed = [...chosen];
          if (column === NONE) changed.splice(index, 1);
          else changed[index] = column;
          onChange(changed);
        }}
      />
    );
  });
}
