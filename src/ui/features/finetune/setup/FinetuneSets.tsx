import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EXAMPLE_SETS } from '../../../../training/data/examples/exampleSets';
import {
  isMulti,
  isOwn,
  isPreference,
  learnsText,
  setOf,
  type FinetuneChoices,
  type MoreSet,
} from '../../../../host/studies/finetune/request';
import { Button } from '../../../kit/Button';
import { Help } from '../../../kit/Section';
import { NumberEntry } from '../../../settings/controls/NumberEntry';
import { SmallChoice } from '../../../settings/controls/SmallChoice';
import { useBench, useBenchStore } from '../../../stores/context';
import { changeFinetuning } from '../finetuneActions';
import styles from '../finetune.module.css';
import { useSetName } from '../useSetName';

/** Preference pairs are learned alone. */
const SETS = EXAMPLE_SETS.filter(({ isPreference: isAlone }) => !isAlone).map(({ id }) => id);

const isWeight = (weight: number): boolean => weight > 0 && weight <= 1000;

/** Datasets that are learned at once with the chosen one (multi-task). */
export function FinetuneSets() {
  const { t } = useTranslation();
  const bench = useBench();
  const nameOf = useSetName();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const found = useBenchStore('finetune', ({ imported }) => imported?.found);
  if (learnsText(choices) || isPreference(choices, found)) return null;
  const { set, weight, more, runs } = choices;
  const free = SETS.filter((id) => id !== set && more.every((one) => one.set !== id));
  const change = (changed: Partial<FinetuneChoices>): void => changeFinetuning(bench, changed);
  const add = (): void => {
    const [id] = free;
    const row: MoreSet = { set: id!, train: setOf({ set: id! }).train, weight: 1 };
    change({ more: [...more, row], ...(runs === 'few' && { runs: 'one' }) });
  };
  const addButton = (
    <Button
      look="quiet"
      size="small"
      icon={<Plus size={13} aria-hidden />}
      isDisabled={free.length === 0}
      testId="finetune-sets-add"
      onPress={add}
    >
      {t('finetune.sets.add')}
    </Button>
  );
  if (!isMulti(choices, found)) return <div className={styles.add}>{addButton}</div>;
  return (
    <section className={styles.own} aria-labelledby="finetune-sets">
      <h2 id="finetune-sets">{t('finetune.sets.title')}</h2>
      <Help>{t('finetune.sets.help')}</Help>
      <ul className={styles.sets}>
        <li>
          <span>{(isOwn(choices) && found?.name) || nameOf(set)}</span>
          <Weight n={1} value={weight} onChange={(chosen) => change({ weight: chosen })} />
        </li>
        {more.map((row, index) => (
          <SetRow
            key={row.set}
            row={row}
            n={index + 2}
            free={free}
            onChange={(part) => change({ more: more.with(index, { ...row, ...part }) })}
            onRemove={() => change({ more: more.toSpliced(index, 1) })}
          />
        ))}
      </ul>
      {addButton}
    </section>
  );
}

function SetRow(props: {
  row: MoreSet;
  n: number;
  free: readonly (typeof SETS)[number][];
  onChange: (part: Partial<MoreSet>) => void;
  onRemove: () => void;
}) {
  const { row, n, free, onChange, onRemove } = props;
  const { t } = useTranslation();
  const nameOf = useSetName();
  const name = t('finetune.field.train');
  return (
    <li data-testid="finetune-set-row">
      <SmallChoice
        label={t('finetune.sets.set', { n })}
        value={row.set}
        options={[row.set, ...free].map((value) => ({ value, name: nameOf(value) }))}
        onChange={(set) => onChange({ set, train: setOf({ set }).train })}
      />
      <Weight n={n} value={row.weight} onChange={(weight) => onChange({ weight })} />
      <NumberEntry
        name={name}
        label={`${name} ${n}`}
        value={row.train}
        isValid={(train) => Number.isInteger(train) && train >= 2 && train <= 20_000}
        onChange={(train) => onChange({ train })}
      />
      <button type="button" aria-label={t('finetune.sets.remove', { n })} onClick={onRemove}>
        <X size={13} aria-hidden />
      </button>
    </li>
  );
}

function Weight(props: { n: number; value: number; onChange: (weight: number) => void }) {
  const { n, value, onChange } = props;
  const { t } = useTranslation();
  const name = t('finetune.sets.weight');
  return <NumberEntry {...{ name, value, onChange }} label={`${name} ${n}`} isValid={isWeight} />;
}
