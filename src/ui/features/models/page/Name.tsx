import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { useBench } from '../../../stores/context';
import type { ModelRecord } from '../../../stores/models/record';
import { canRename, renameRecord } from '../recordActions';
import styles from './page.module.css';

/** The heading; it becomes a field where the name is changed. */
export function Name({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  const [isEditing, setEditing] = useState(false);
  const settle = (input: HTMLInputElement): void => {
    setEditing(false);
    const wanted = input.value.trim();
    if (wanted !== '' && wanted !== model.name) void renameRecord(bench, model, wanted);
  };
  if (isEditing)
    return (
      <h1>
        <input
          autoFocus
          defaultValue={model.name}
          maxLength={120}
          aria-label={t('common.name')}
          className={styles.name}
          onFocus={(event) => event.target.select()}
          onBlur={(event) => settle(event.target)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle(event.currentTarget);
            if (event.key === 'Escape') setEditing(false);
          }}
        />
      </h1>
    );
  return (
    <>
      <h1>{model.name}</h1>
      {canRename(model) && (
        <Button
          look="quiet"
          icon={<Pencil size={15} aria-hidden />}
          label={t('models.rename')}
          testId="model-rename"
          onPress={() => setEditing(true)}
        />
      )}
    </>
  );
}
