import { LayoutGrid, Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { Select } from '../../../kit/Field';
import { Segments } from '../../../kit/Segments';
import { ORIGINS, type ModelRecord, type Origin } from '../../../stores/models/record';
import { modelList, setListSort, setListView, SORTS } from '../../../stores/models/tags';
import { familyOf, tagsOf, type ModelFilter } from './shownModels';
import styles from './list.module.css';

/** Finds, narrows, sorts, and shows as cards or as a table. */
export function ListTools(props: {
  models: readonly ModelRecord[];
  tags: Readonly<Record<string, readonly string[]>>;
  filter: ModelFilter;
  onFilter: (filter: ModelFilter) => void;
}) {
  const { models, tags, filter, onFilter } = props;
  const { t } = useTranslation();
  const { view, sort } = useStore(modelList);
  const origins = ORIGINS.filter((origin) => models.some((model) => model.origin === origin));
  const families = [...new Set(models.map(familyOf).filter(Boolean))].sort();
  const words = [...new Set(models.flatMap((model) => tagsOf(tags, model)))].sort();
  const change = (changed: Partial<ModelFilter>): void => onFilter({ ...filter, ...changed });
  const plain = (value: string) => ({ value, name: value });
  return (
    <div className={styles.tools} role="search">
      <input
        type="search"
        value={filter.search}
        aria-label={t('models.search')}
        placeholder={t('models.search')}
        data-testid="models-search"
        onChange={(event) => change({ search: event.target.value })}
      />
      {origins.length > 1 && (
        <Select<Origin | 'all'>
          label={t('models.originLabel')}
          testId="models-origin"
          value={filter.origin}
          options={[
            { value: 'all', name: t('models.allOrigins') },
            ...origins.map((value) => ({ value, name: t(`models.origins.${value}`) })),
          ]}
          onChange={(origin) => change({ origin })}
        />
      )}
      {families.length > 1 && (
        <Select
          label={t('setting.family.label')}
          value={filter.family}
          options={[{ value: '', name: t('models.allFamilies') }, ...families.map(plain)]}
          onChange={(family) => change({ family })}
        />
      )}
      {words.length > 0 && (
        <Select
          label={t('models.tags')}
          testId="models-tag"
          value={filter.tag}
          options={[{ value: '', name: t('models.allTags') }, ...words.map(plain)]}
          onChange={(tag) => change({ tag })}
        />
      )}
      <Select
        label={t('models.sortLabel')}
        value={sort}
        options={SORTS.map((value) => ({ value, name: t(`models.sort.${value}`) }))}
        onChange={setListSort}
      />
      <Segments
        label={t('models.view')}
        value={view}
        onChange={setListView}
        segments={[
          {
            id: 'cards',
            label: t('models.views.cards'),
            content: <LayoutGrid size={15} aria-hidden />,
          },
          { id: 'table', label: t('models.views.table'), content: <Rows3 size={15} aria-hidden /> },
        ]}
      />
    </div>
  );
}
