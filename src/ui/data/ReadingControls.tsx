import { useTranslation } from 'react-i18next';
import type { Reading } from '../../training/data/sources';
import { SelectField } from '../components/Field';
import { useBench } from '../stores/context';
import styles from './Data.module.css';
import { changeReading } from './dataActions';
import { useData } from './useData';

const FORMATS = ['text', 'jsonl', 'csv', 'tsv'] as const;
const BREAKS = ['blank_line', 'line', 'none'] as const;
const MAPPINGS = ['text', 'messages', 'pair'] as const;

/** How the file becomes documents; each choice is shown in the preview at once. */
export function ReadingControls() {
  const { t } = useTranslation();
  const bench = useBench();
  const reading = useData((state) => state.reading);
  const source = useData((state) => state.source);
  if (!reading || !source) return null;
  const change = (changed: Partial<Reading>) => void changeReading(bench, changed);
  return (
    <div className={styles.controls}>
      {source.reading.format !== 'parquet' && (
        <SelectField
          label={t('data.reading.format')}
          value={reading.format}
          options={FORMATS.map((id) => ({ value: id, name: t(`data.format.${id}`) }))}
          onChange={(format) => change({ format })}
        />
      )}
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

function MappingChoices(props: {
  columns: readonly string[];
  reading: Reading;
  onChange: (change: Partial<Reading>) => void;
}) {
  const { t } = useTranslation();
  const { columns, onChange } = props;
  const mapping = props.reading.mapping ?? { kind: 'text', column: columns[0] ?? '' };
  const first = mapping.kind === 'pair' ? mapping.prompt : mapping.column;
  const options = columns.map((id) => ({ value: id, name: id }));
  const choose = (kind: (typeof MAPPINGS)[number], one: string, two: string) =>
    onChange({
      mapping: kind === 'pair' ? { kind, prompt: one, completion: two } : { kind, column: one },
    });
  const second = mapping.kind === 'pair' ? mapping.completion : (columns[1] ?? first);
  return (
    <>
      <SelectField
        label={t('data.reading.mapping')}
        value={mapping.kind}
        options={MAPPINGS.map((id) => ({ value: id, name: t(`data.mapping.${id}`) }))}
        onChange={(kind) => choose(kind, first, second)}
      />
      <SelectField
        label={t(mapping.kind === 'pair' ? 'data.reading.prompt' : 'data.reading.column')}
        value={first}
        options={options}
        onChange={(column) => choose(mapping.kind, column, second)}
      />
      {mapping.kind === 'pair' && (
        <SelectField
          label={t('data.reading.completion')}
          value={second}
          options={options}
          onChange={(column) => choose('pair', first, column)}
        />
      )}
    </>
  );
}
