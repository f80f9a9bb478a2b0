import { useTranslation } from 'react-i18next';
import type { SourceFacts } from '../../../host/data/dataLibrary';
import type { ExampleMapping } from '../../../training/data/examples/exampleColumns';
import { Fields, SelectField } from '../../kit/Field';
import { ColumnChoices, TableChoices } from '../../sources/ReadingControls';
import { useBench, useBenchStore } from '../../stores/context';
import { mapExamples } from './finetuneActions';

const NONE = '';
const KINDS = ['classes', 'answers', 'messages'] as const;
type ColumnId = 'second' | 'result';

/** Which column is what. */
export function ExampleColumns({ source }: { source: SourceFacts }) {
  const { t } = useTranslation();
  const bench = useBench();
  const mapping = useBenchStore('finetune', ({ imported }) => imported?.mapping);
  if (!mapping) return null;
  const change = (changed: Partial<ExampleMapping>): void =>
    void mapExamples(bench, source, { ...mapping, ...changed });
  const columns = source.columns.map((name) => ({ value: name, name }));
  const column = (id: ColumnId) => (
    <SelectField
      key={id}
      label={t(`finetune.own.${id}`)}
      testId={`finetune-column-${id}`}
      value={mapping[id] ?? NONE}
      options={
        id === 'second' ? [{ value: NONE, name: t('settings.choice.none') }, ...columns] : columns
      }
      onChange={(value) => change({ [id]: value === NONE ? undefined : value })}
    />
  );
  const { format, table } = source.reading;
  return (
    <Fields>
      {table && <TableChoices format={format} table={table} />}
      <SelectField
        label={t('common.task')}
        testId="finetune-kind"
        value={mapping.kind}
        options={KINDS.map((value) => ({ value, name: t(`finetune.own.${value}`) }))}
        onChange={(kind) => change({ kind })}
      />
      <ColumnChoices
        names={[t('data.reading.column'), t('finetune.own.more')]}
        testId="finetune-column-text"
        columns={source.columns}
        chosen={mapping.text}
        onChange={(text) => change({ text })}
      />
      {mapping.kind === 'classes' && column('second')}
      {column('result')}
    </Fields>
  );
}
