import { useTranslation } from 'react-i18next';
import type { SourceFacts } from '../../host/textsData';
import type { ExampleMapping } from '../../training/data/exampleColumns';
import { useBench, useBenchStore } from '../stores/context';
import styles from './tune.module.css';
import { mapExamples } from './tuneStore';

const NONE = '';
type ColumnId = 'text' | 'second' | 'result';

/** Which column is what. */
export function ExampleColumns({ source }: { source: SourceFacts }) {
  const { t } = useTranslation();
  const bench = useBench();
  const mapping = useBenchStore(
    (stores) => stores.tune,
    ({ brought }) => brought?.mapping,
  );
  if (!mapping) return null;
  const change = (changed: Partial<ExampleMapping>): void =>
    void mapExamples(bench, source, { ...mapping, ...changed });
  const column = (id: ColumnId) => (
    <label className={styles.field} key={id}>
      <span>{t(`tune.own.${id}`)}</span>
      <select
        data-testid={`tune-column-${id}`}
        value={mapping[id] ?? NONE}
        onChange={({ target }) =>
          change({ [id]: target.value === NONE ? undefined : target.value })
        }
      >
        {id === 'second' && <option value={NONE}>{t('tune.own.none')}</option>}
        {source.columns.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className={styles.fields}>
      <label className={styles.field}>
        <span>{t('tune.own.kind')}</span>
        <select
          data-testid="tune-kind"
          value={mapping.kind}
          onChange={({ target }) => change({ kind: target.value as ExampleMapping['kind'] })}
        >
          <option value="classes">{t('tune.own.classes')}</option>
          <option value="answers">{t('tune.own.answers')}</option>
        </select>
      </label>
      {column('text')}
      {mapping.kind === 'classes' && column('second')}
      {column('result')}
    </div>
  );
}
