import { Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { idOf } from '../../../stores/models/address';
import type { ModelRecord } from '../../../stores/models/record';
import { addTag, modelList, removeTag } from '../../../stores/models/tags';
import { tagsOf } from '../list/shownModels';
import styles from './page.module.css';

/** The user's own words for it, to find it by; those of other models are offered. */
export function Tags({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const listId = useId();
  const { tags } = useStore(modelList);
  const [isAdding, setAdding] = useState(false);
  const own = tagsOf(tags, model);
  const id = idOf(model.base);
  const known = [...new Set(Object.values(tags).flat())].filter((tag) => !own.includes(tag));
  const add = (input: HTMLInputElement): void => {
    addTag(id, input.value);
    setAdding(false);
  };
  return (
    <p className={styles.tags}>
      {own.map((tag) => (
        <span key={tag} className={styles.tag} data-testid="model-tag">
          {tag}
          <button
            type="button"
            aria-label={t('models.removeTag', { tag })}
            onClick={() => removeTag(id, tag)}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      {isAdding ? (
        <>
          <input
            autoFocus
            list={listId}
            maxLength={40}
            aria-label={t('models.newTag')}
            data-testid="model-new-tag"
            onBlur={(event) => add(event.target)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add(event.currentTarget);
              if (event.key === 'Escape') setAdding(false);
            }}
          />
          <datalist id={listId}>
            {known.map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </>
      ) : (
        <button
          type="button"
          className={styles.add}
          data-testid="model-add-tag"
          onClick={() => setAdding(true)}
        >
          <Plus size={12} aria-hidden /> {t('models.addTag')}
        </button>
      )}
    </p>
  );
}
