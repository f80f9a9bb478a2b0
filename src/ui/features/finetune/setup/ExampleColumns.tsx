import { useTranslation } from 'react-i18next';
import type { SourceFacts } from '../../../../host/data/dataLibrary';
import {
  asPreferences,
  type ExampleMapping,
} from '../../../../training/data/examples/exampleColumns';
import { Fields, SelectField } from '../../../kit/Field';
import { ColumnChoices, TableChoices } from '../../../sources/ReadingControls';
import { useBench, useBenchStore } from '../../../stores/context';
import { mapExamples } from '../finetuneActions';

const NONE = '';
const KINDS = ['classes', 'scores', 'answers', 'messages', 'preferences'] as const;
type ColumnId = 'second' | 'result';
const PAIR = { result: 'chosen', second: 'rejected' } as const;

/** Which column is what. */
export function ExampleColumns({ source }: { source: SourceFacts }) {
  const { t } = useTranslation();
  const bench = useBench();
  const mapping = useBenchStore('finetune', ({ imported }) => imported?.mapping);
  if (!mapping) return null;
  const change = (changed: Partial<ExampleMapping>): void =>
    void mapExamples(bench, source, { ...mapping, ...changed });
  const isPair = mapping.kind === 'preferences';
  const columns = source.columns.map((name) => ({ value: name, name }));
  const column = (id: ColumnId) => (
    <SelectField
      key={id}
      label={t(`finetune.own.${isPair ? PAIR[id] : id}`)}
      testId={`finetune-column-${id}`}
      value={mapping[id] ?? NONE}
      options={
        id === 'second' && !isPair
          ? [{ value: NONE, name: t('settings.choice.none') }, ...columns]
          : columns
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
        onChange={(kind) =>
          change(kind === 'preferences' ? asPreferences(mapping, source.columns) : { kind })
        }
      />
      <ColumnChoices
        names={[t('data.reading.column'), t('finetune.own.more')]}
        testId="finetune-column-text"
        columns={source.columns}
        chosen={mapping.text}
        onChange={(text) => change({ text })}
      />
      {(mapping.kind === 'classes' || mapping.kind === 'scores') && column('second')}
      {column('result')}
      {isPair && column('second')}
    </Fields>
  );
}
