import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { Button } from '../../../kit/Button';
import { formatPercent } from '../../../kit/format';
import { LossMark } from '../../../kit/meters/LossMark';
import { ModelThumb } from '../../../pictures/ModelThumb';
import { useBench } from '../../../stores/context';
import { modelAddress } from '../../../stores/models/address';
import { lossScaleOfModel } from '../../../stores/models/lossScaleOfModel';
import type { ModelRecord } from '../../../stores/models/record';
import { modelList } from '../../../stores/models/tags';
import { canRemove, removeRecord } from '../recordActions';
import { useModelWords } from '../useModelWords';
import { tagsOf } from './shownModels';
import styles from './list.module.css';

interface CardProps {
  onTag: (tag: string) => void;
}

export function ModelGrid({ models, onTag }: CardProps & { models: readonly ModelRecord[] }) {
  return (
    <ul className={styles.grid}>
      {models.map((model) => (
        <ModelCard key={model.key} {...{ model, onTag }} />
      ))}
    </ul>
  );
}

/** The whole card leads to the model. */
function ModelCard({ model, onTag }: CardProps & { model: ModelRecord }) {
  const { t } = useTranslation();
  const bench = useBench();
  const words = useModelWords();
  const tags = tagsOf(useStore(modelList).tags, model);
  const { key, base, name, curve, floor, config, progress, steps, loss, accuracy } = model;
  // Where it has an accuracy, that is what stands there.
  const scale = accuracy === null ? lossScaleOfModel(model) : null;
  const quality = words.quality(model);
  const above = words.above(model);
  const facts = [words.family(model), words.size(model)].filter(Boolean);
  return (
    <li className={styles.card} data-testid="model-row" data-step={steps} data-key={key}>
      <div className={styles.picture}>
        <ModelThumb {...{ curve, floor, config }} />
        {progress && <Progress progress={progress} />}
      </div>
      <div className={styles.about}>
        <h2>
          <Link href={modelAddress(base)}>{name}</Link>
        </h2>
        <p className={styles.facts}>{facts.join(' · ')}</p>
        {quality !== null && (
          <p className={styles.quality}>
            {scale && <LossMark loss={loss!} scale={scale} />} <strong>{quality}</strong>{' '}
            {above !== null && <span>{above}</span>}
          </p>
        )}
        <p className={styles.foot}>
          <span>{words.origin(model)}</span>
          <span>{words.date(model)}</span>
        </p>
        {tags.length > 0 && (
          <p className={styles.tags}>
            {tags.map((tag) => (
              <button key={tag} type="button" onClick={() => onTag(tag)}>
                {tag}
              </button>
            ))}
          </p>
        )}
      </div>
      {canRemove(model) && (
        <span className={styles.remove}>
          <Button
            size="small"
            look="quiet"
            icon={<Trash2 size={14} aria-hidden />}
            label={t('common.delete', { name })}
            testId="model-delete"
            onPress={() => void removeRecord(bench, model)}
          />
        </span>
      )}
    </li>
  );
}

function Progress({
  progress: { state, share },
}: {
  progress: NonNullable<ModelRecord['progress']>;
}) {
  const { t } = useTranslation();
  return (
    <span className={styles.progress} data-state={state}>
      {t(`run.state.${state}`)}
      {share > 0 && share < 1 && ` · ${formatPercent(share)}`}
      <i style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}
