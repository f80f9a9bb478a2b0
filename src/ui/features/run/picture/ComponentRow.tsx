import { useTranslation } from 'react-i18next';
import type { RunPlan } from '../../../../host/protocol/run';
import type { ModelConfig } from '../../../../training/run/config';
import { MemoryBar, MemoryTable } from '../../../kit/meters/MemoryBar';
import { formatBytes, formatCompact } from '../../../kit/format';
import type { Row } from './anatomy';
import styles from './ModelPicture.module.css';
import { flowOf, useName, useSentence } from './words';

interface ComponentRowProps {
  row: Row;
  model: ModelConfig;
  plan: RunPlan;
  /** The largest of all rows, to which bars are drawn. */
  most: { parameters: number; flops: number; bytes: number };
  isOpen: boolean;
  /** Tokens go through it now. */
  isFlowing: boolean;
  onActive: () => void;
  onPress: () => void;
}

/** One component: a knot on the stream, what it is made of, and its three figures. */
export function ComponentRow(props: ComponentRowProps) {
  const { row, model, plan, most, isOpen, isFlowing, onActive, onPress } = props;
  const { vocabSize, tokensPerStep } = plan;
  const { t } = useTranslation();
  const nameOf = useName();
  const sentenceOf = useSentence();
  const id = `component-${row.key}`;
  const none = row.kind === 'run';
  return (
    <li
      className={styles.row}
      data-kind={row.kind}
      data-many={row.from !== row.to}
      data-flow={isFlowing || undefined}
    >
      <button
        type="button"
        className={styles.component}
        aria-expanded={isOpen}
        aria-describedby={`${id}-say`}
        data-testid={id}
        onFocus={onActive}
        onPointerEnter={onActive}
        onClick={onPress}
      >
        <span className={styles.what}>
          <span className={styles.name}>{nameOf(row)}</span>
          <span className={styles.organs}>
            {row.organs.map(({ kind, detail }) => (
              <span key={kind} className={styles.organ} data-organ={kind}>
                {t(`picture.chip.${kind}`, { detail })}
              </span>
            ))}
          </span>
        </span>
        <Figure
          name={t('common.parameters')}
          value={none ? '–' : formatCompact(row.parameters)}
          share={row.parameters / most.parameters}
        />
        <Figure
          name={t('compare.metric.flops')}
          value={none ? '–' : formatCompact(row.forwardFlops / tokensPerStep)}
          share={none ? 0 : row.forwardFlops / most.flops}
        />
        <span className={styles.figure}>
          <span className={styles.caption}>{t('run.memory')}</span>
          <span>{formatBytes(row.memoryBytes)}</span>
          <span className={styles.bar}>
            <span style={{ width: `${(100 * row.memoryBytes) / most.bytes}%` }}>
              <MemoryBar memory={row.memory} totalBytes={row.memoryBytes} />
            </span>
          </span>
        </span>
      </button>
      <span id={`${id}-say`} hidden>
        {sentenceOf(row, model, vocabSize)}
      </span>
      {isOpen && <Details row={row} model={model} vocabSize={vocabSize} />}
    </li>
  );
}

function Figure({ name, value, share }: { name: string; value: string; share: number }) {
  return (
    <span className={styles.figure}>
      <span className={styles.caption}>{name}</span>
      <span>{value}</span>
      <span className={styles.bar}>
        {share > 0 && <span className={styles.fill} style={{ width: `${100 * share}%` }} />}
      </span>
    </span>
  );
}

/** Shapes in and out, every weight, and where the memory goes. */
function Details(props: { row: Row; model: ModelConfig; vocabSize: number }) {
  const { row, model, vocabSize } = props;
  const { t } = useTranslation();
  const flow = flowOf(row, model, vocabSize);
  return (
    <div className={styles.details}>
      {flow !== '' && (
        <p>
          {t('picture.flow')} <code>{flow}</code>
        </p>
      )}
      {row.kind !== 'run' && (
        <>
          <h3>
            {row.weights.length === 0
              ? t('picture.noWeights')
              : t(row.from === row.to ? 'memory.weights' : 'picture.weightsOfFirst')}
          </h3>
          <dl className={styles.weights}>
            {row.weights.map(({ name, shape }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{shape.join(' × ')}</dd>
              </div>
            ))}
          </dl>
          {row.kind === 'head' && !row.weights.some(({ shape }) => shape.includes(vocabSize)) && (
            <p>{t('picture.tied')}</p>
          )}
        </>
      )}
      <MemoryTable memory={row.memory} />
    </div>
  );
}
