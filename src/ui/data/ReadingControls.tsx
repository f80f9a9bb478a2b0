import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reading } from '../../training/data/sources';
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
        <Choice
          label={t('data.reading.format')}
          value={reading.format}
          options={FORMATS.map((id) => ({ id, text: t(`data.format.${id}`) }))}
          onChange={(format) => change({ format: format as Reading['format'] })}
        />
      )}
      {reading.format === 'text' ? (
        <Choice
          label={t('data.reading.documentBreak')}
          value={reading.documentBreak}
          options={BREAKS.map((id) => ({ id, text: t(`data.break.${id}`) }))}
          onChange={(id) => change({ documentBreak: id as Reading['documentBreak'] })}
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
  const options = columns.map((id) => ({ id, text: id }));
  const choose = (kind: (typeof MAPPINGS)[number], one: string, two: string) =>
    onChange({
      mapping: kind === 'pair' ? { kind, prompt: one, completion: two } : { kind, column: one },
    });
  const second = mapping.kind === 'pair' ? mapping.completion : (columns[1] ?? first);
  return (
    <>
      <Choice
        label={t('data.reading.mapping')}
        value={mapping.kind}
        options={MAPPINGS.map((id) => ({ id, text: t(`data.mapping.${id}`) }))}
        onChange={(kind) => choose(kind as (typeof MAPPINGS)[number], first, second)}
      />
      <Choice
        label={t(mapping.kind === 'pair' ? 'data.reading.prompt' : 'data.reading.column')}
        value={first}
        options={options}
        onChange={(column) => choose(mapping.kind, column, second)}
      />
      {mapping.kind === 'pair' && (
        <Choice
          label={t('data.reading.completion')}
          value={second}
          options={options}
          onChange={(column) => choose('pair', first, column)}
        />
      )}
    </>
  );
}

function Choice(props: {
  label: string;
  value: string;
  options: readonly { id: string; text: string }[];
  onChange: (id: string) => void;
}) {
  return (
    <Labelled label={props.label}>
      {(id) => (
        <select
          id={id}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {props.options.map(({ id: option, text }) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

export function Labelled(props: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
    </div>
  );
}
