import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CompareMethod, PositionText, VariantRow } from '../../../host/protocol/compare';
import { TextCards } from '../study/TextCards';
import { InlineSelect } from '../../kit/Field';
import { Help, Section } from '../../kit/Section';
import { useSteadyHeight } from '../../kit/useSteadyHeight';
import { formatPercent } from '../../kit/format';
import styles from './compare.module.css';
import { Label } from './variantCells';
import { useVariantName } from '../study/useVariantName';

/** What each writes from the same prompt and seed. */
export function Texts({ rows, method }: { rows: readonly VariantRow[]; method: CompareMethod }) {
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const reference = rows[0]?.text ?? '';
  const { prompt, temperature, seed } = method;
  const cards = rows.flatMap((row) => {
    if (row.text === null) return [];
    const common = partingOf(row.text, reference);
    const isSame = row !== rows[0] && row.text === reference;
    const text = (
      <>
        {row.text.slice(0, common)}
        {common < row.text.length && <mark>{row.text.slice(common)}</mark>}
      </>
    );
    const title = (
      <>
        {nameOf(row)} <Label row={row} />
      </>
    );
    return [{ key: row.id, title, text, note: isSame ? t('compare.texts.same') : undefined }];
  });
  if (cards.length === 0) return null;
  return (
    <Section
      id="compare-texts"
      title={t('compare.texts.title')}
      help={t('compare.texts.help', { prompt, temperature, seed })}
    >
      <TextCards cards={cards} />
    </Section>
  );
}

function partingOf(text: string, reference: string): number {
  let same = 0;
  while (same < text.length && text[same] === reference[same]) same++;
  return same;
}

/** Held-out text, token by token: where a variant expects something else than FP32. */
export function PositionTable(props: {
  rows: readonly VariantRow[];
  objective: CompareMethod['objective'];
}) {
  const { rows, objective } = props;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const others = rows.slice(1).filter(({ positions }) => positions.length > 0);
  const [chosen, setChosen] = useState<string>('int4');
  const [looked, setLooked] = useState<PositionText | null>(null);
  const detail = useSteadyHeight<HTMLParagraphElement>();
  const row = others.find(({ id }) => id === chosen) ?? others[0];
  if (!row) return null;
  const name = nameOf(row);
  const words = wordsFor(objective);
  return (
    <Section id="compare-positions" title={t(`compare.disagreement.${words.title}`)}>
      <div className={styles.axes}>
        <InlineSelect
          label={t('compare.disagreement.with')}
          value={row.id}
          options={others.map((other) => ({ value: other.id, name: nameOf(other) }))}
          onChange={(id) => {
            setChosen(id);
            setLooked(null);
          }}
        />
      </div>
      <Help>{t(`compare.disagreement.${words.help}`, { name })}</Help>
      <p className={styles.tokens} data-testid="compare-positions">
        {row.positions.map((position, i) => (
          <Token key={i} position={position} onLook={setLooked} />
        ))}
      </p>
      <p ref={detail} className={styles.detail} role="status">
        {looked
          ? t('compare.disagreement.detail', {
              name,
              token: looked.token,
              top: looked.top,
              referenceTop: looked.referenceTop,
              p: formatPercent(looked.probability),
              reference: formatPercent(looked.referenceProbability),
              kl: looked.kl.toPrecision(2),
            })
          : t(
              row.positions.some(({ top, referenceTop }) => top !== referenceTop)
                ? 'compare.disagreement.hint'
                : 'compare.disagreement.none',
            )}
      </p>
    </Section>
  );
}

/** Tokens of a text, classes of examples, or the places of an example. */
function wordsFor(objective: CompareMethod['objective']) {
  if (!objective) return { title: 'title', help: 'help' } as const;
  if (objective.classes === null) return { title: 'title', help: 'positionsHelp' } as const;
  return { title: 'classesTitle', help: 'classesHelp' } as const;
}

/** A KL of one nat is as dark as it gets. */
function Token({
  position,
  onLook,
}: {
  position: PositionText;
  onLook: (position: PositionText) => void;
}) {
  const share = Math.min(1, Math.sqrt(position.kl));
  const look = () => onLook(position);
  const style = { '--share': `${(100 * share).toFixed(0)}%` } as React.CSSProperties;
  if (position.top === position.referenceTop) {
    return (
      <span style={style} onPointerEnter={look}>
        {position.token}
      </span>
    );
  }
  return (
    <button type="button" style={style} onFocus={look} onPointerEnter={look} onClick={look}>
      {position.token}
    </button>
  );
}
