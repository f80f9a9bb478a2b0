import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CORPORA, type CorpusId } from '../../../training/data/corpora/corpora';
import { FAMILIES } from '../../../training/models/families';
import { MOST_CHARS, type ModelConfig } from '../../../training/run/config';
import type { ObjectiveConfig } from '../../../training/run/objectiveConfig';
import { rowOf, type TextRow } from '../../../training/run/texts/textRows';
import { Button } from '../../kit/Button';
import type { ListProps } from '../settings';
import { useObjectiveName } from '../useObjectiveName';
import { NumberEntry } from './NumberEntry';
import { SmallChoice } from './SmallChoice';
import styles from './TextsControl.module.css';

type ObjectiveKind = ObjectiveConfig['kind'];
type TextId = Exclude<CorpusId, 'task'>;

const TEXTS = CORPORA.map(({ id }) => id).filter((id): id is TextId => id !== 'task');
const SHARED = '';
const MOST_TEXTS = 16;

const KINDS = {
  decoder: ['causal_lm'],
  encoder: ['masked_lm', 'next_sentence'],
  encoder_decoder: ['span_corruption'],
} as const satisfies Record<string, readonly ObjectiveKind[]>;

const kindsOf = (family: ModelConfig['family']): readonly ObjectiveKind[] =>
  family === 'distilbert' ? ['masked_lm'] : KINDS[FAMILIES[family].kind];

const isMade = (corpus: string): boolean =>
  CORPORA.some(({ id, kind }) => id === corpus && kind === 'grammar');

/** The texts of a run: which are read when, how often, and what is minimized on them. */
export function TextsControl({ config, value, onChange }: ListProps) {
  return (
    <TextList
      rows={JSON.parse(value) as TextRow[]}
      family={config.model.family}
      onChange={(rows) => onChange(JSON.stringify(rows))}
    />
  );
}

export function TextList(props: {
  rows: readonly TextRow[];
  /** Undefined: not known before the model is opened; all rows share its own objective. */
  family: ModelConfig['family'] | undefined;
  onChange: (rows: TextRow[]) => void;
}) {
  const { rows, family, onChange } = props;
  const { t } = useTranslation();
  const change = (index: number, part: Partial<TextRow>): void => {
    const row = { ...rows[index]!, ...part };
    // One text has one size, wherever it stands.
    const isSized = (one: TextRow): boolean => 'size_chars' in part && one.corpus === row.corpus;
    const { size_chars } = row;
    onChange(
      rows.map((one, at) => (at === index ? row : isSized(one) ? { ...one, size_chars } : one)),
    );
  };
  /** Texts change places; steps stay where they are. */
  const swap = (index: number, other: number): void => {
    const [a, b] = [rows[index]!, rows[other]!];
    const moved = rows
      .with(index, { ...b, from_step: a.from_step })
      .with(other, { ...a, from_step: b.from_step });
    onChange(moved);
  };
  const add = (): void => {
    const { from_step } = rows.at(-1)!;
    const next = TEXTS.find((id) => rows.every(({ corpus }) => corpus !== id)) ?? TEXTS[0]!;
    onChange([...rows, rowOf(next, from_step)]);
  };
  return (
    <>
      <ol className={styles.list}>
        {rows.map((row, index) => (
          // Rows have no identity beyond their place.
          <li key={index} className={styles.row} data-testid="text-row">
            <TextOfRow row={row} number={index + 1} onChange={(part) => change(index, part)} />
            {rows.length > 1 && (
              <RowTools
                number={index + 1}
                count={rows.length}
                onSwap={(other) => swap(index, other)}
                onRemove={() => onChange(rows.toSpliced(index, 1))}
              />
            )}
            {(rows.length > 1 || isMade(row.corpus)) && (
              <Details
                {...{ row, family }}
                number={index + 1}
                isAlone={rows.length === 1}
                isFirst={rows.findIndex(({ objective }) => objective === null) === index}
                onChange={(part) => change(index, part)}
              />
            )}
          </li>
        ))}
      </ol>
      <Button
        look="quiet"
        size="small"
        icon={<Plus size={13} aria-hidden />}
        isDisabled={rows.length >= MOST_TEXTS}
        testId="texts-add"
        onPress={add}
      >
        {t('texts.add')}
      </Button>
    </>
  );
}

/** Places are counted from 0, rows from 1. */
function RowTools(props: {
  number: number;
  count: number;
  onSwap: (place: number) => void;
  onRemove: () => void;
}) {
  const { number: n, count, onSwap, onRemove } = props;
  const { t } = useTranslation();
  return (
    <span className={styles.tools}>
      <Tool label={t('texts.up', { n })} isDisabled={n === 1} onPress={() => onSwap(n - 2)}>
        <ArrowUp size={13} aria-hidden />
      </Tool>
      <Tool label={t('texts.down', { n })} isDisabled={n === count} onPress={() => onSwap(n)}>
        <ArrowDown size={13} aria-hidden />
      </Tool>
      <Tool label={t('texts.remove', { n })} onPress={onRemove}>
        <X size={13} aria-hidden />
      </Tool>
    </span>
  );
}

interface RowProps {
  row: TextRow;
  number: number;
  onChange: (part: Partial<TextRow>) => void;
}

function TextOfRow({ row, number, onChange }: RowProps) {
  const { t } = useTranslation();
  return (
    <SmallChoice
      label={t('texts.text', { n: number })}
      value={row.corpus as TextId}
      options={TEXTS.map((id) => ({ value: id, name: t(`settings.choice.${id}`) }))}
      onChange={(corpus) => onChange({ corpus, size_chars: undefined })}
    />
  );
}

/** How much of it there is, when and how often it is read, and for which loss. */
function Details(
  props: RowProps & {
    family: ModelConfig['family'] | undefined;
    isAlone: boolean;
    isFirst: boolean;
  },
) {
  const { row, number, family, isAlone, isFirst, onChange } = props;
  const { t } = useTranslation();
  const nameOf = useObjectiveName();
  const corpus = CORPORA.find(({ id }) => id === row.corpus);
  const isScheduled = row.objective === null;
  const kinds = [
    ...new Set([...(family ? kindsOf(family) : []), ...(row.objective ? [row.objective] : [])]),
  ];
  return (
    <div className={styles.details}>
      {corpus?.kind === 'grammar' && (
        <NumberEntry
          name={t('texts.size')}
          label={`${t('texts.size')} ${number}`}
          value={row.size_chars ?? corpus.trainChars}
          isValid={(size) => Number.isInteger(size) && size > 0 && size <= MOST_CHARS}
          onChange={(size_chars) => onChange({ size_chars })}
        />
      )}
      {!isAlone && isScheduled && (
        <>
          <NumberEntry
            name={t('texts.share')}
            label={`${t('texts.share')} ${number}`}
            value={row.share}
            isValid={(share) => share > 0 && share <= 1e6}
            onChange={(share) => onChange({ share })}
          />
          {!isFirst && (
            <NumberEntry
              name={t('texts.from')}
              label={`${t('texts.from')} ${number}`}
              value={row.from_step}
              isValid={(from) => from >= 0}
              onChange={(from_step) => onChange({ from_step })}
            />
          )}
        </>
      )}
      {!isAlone && kinds.length > 0 && (
        <label className={styles.objective}>
          <span>{t('texts.objective')}</span>
          <SmallChoice
            label={`${t('texts.objective')} ${number}`}
            value={row.objective ?? SHARED}
            options={[
              { value: SHARED, name: t('texts.shared') },
              ...kinds.map((kind) => ({
                value: kind,
                name: t('texts.own', { objective: nameOf(kind) }),
              })),
            ]}
            onChange={(kind) => onChange({ objective: kind === SHARED ? null : kind })}
          />
        </label>
      )}
    </div>
  );
}

function Tool(props: {
  label: string;
  isDisabled?: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  const { label, isDisabled = false, onPress, children } = props;
  return (
    <button type="button" aria-label={label} disabled={isDisabled} onClick={onPress}>
      {children}
    </button>
  );
}
