import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RunPlan } from '../../../../host/protocol/run';
import type { WeightMap } from '../../../../training/inspect/weightMap';
import { readColors } from '../../../charts/chartColors';
import { useSystemTheme } from '../../../charts/useSystemTheme';
import { ErrorText } from '../../../kit/ErrorText';
import { SelectField } from '../../../kit/Field';
import { Section } from '../../../kit/Section';
import { formatSetting, formatStep } from '../../../kit/format';
import { preferences } from '../../../stores/preferences';
import styles from './WeightHeatMap.module.css';
import { useWeightMap } from './useWeightMap';
import { paint, SCALE_STDS } from './paint';

/** Weights are small: two digits, wherever they begin. */
const short = (value: number): string => formatSetting(Number(value.toPrecision(2)));

/** One weight of the run that is open, cell by cell, as its steps change it. */
export function WeightHeatMap({ runId, plan }: { runId: string; plan: RunPlan }) {
  const { t } = useTranslation();
  const names = plan.parts.flatMap(({ weights }) => weights.map(({ name }) => name));
  const [chosen, setChosen] = useState<string>();
  const name = chosen !== undefined && names.includes(chosen) ? chosen : firstMatrix(plan);
  if (name === undefined) return null;
  return (
    <Section
      id="weights-title"
      title={t('weights.title')}
      help={t('weights.help')}
      testId="weights"
    >
      <SelectField
        label={t('weights.weight')}
        testId="weights-name"
        value={name}
        options={names.map((value) => ({ value, name: value }))}
        onChange={setChosen}
      />
      <Shown key={name} {...{ runId, name }} />
    </Section>
  );
}

/** Of a block, since embeddings of rare tokens hardly move. */
function firstMatrix({ parts }: RunPlan): string | undefined {
  const weights = (['block', 'head', 'embedding'] as const).flatMap((kind) =>
    parts.filter((part) => part.kind === kind).flatMap((part) => part.weights),
  );
  return (weights.find(({ shape }) => shape.length > 1) ?? weights[0])?.name;
}

function Shown({ runId, name }: { runId: string; name: string }) {
  const { t } = useTranslation();
  const found = useWeightMap(runId, name);
  if (!found) return <p className={styles.quiet}>{t('weights.reading')}</p>;
  if ('code' in found) return <ErrorText error={found} />;
  const { map, step } = found;
  const [down, along] = map.block;
  const isWhole = down * along === 1;
  return (
    <figure className={styles.figure} data-testid="weights-map" data-step={step}>
      <Canvas map={map} label={t('weights.picture', { name, step: formatStep(step) })} />
      <figcaption>
        <span className={styles.scale} aria-hidden>
          <span>{short(-SCALE_STDS * map.std)}</span>
          <span className={styles.ramp} />
          <span>{short(SCALE_STDS * map.std)}</span>
        </span>
        <dl className={styles.facts}>
          <dt>{t('weights.step')}</dt>
          <dd>{formatStep(step)}</dd>
          <dt>{t('weights.shape')}</dt>
          <dd>{map.shape.join(' × ')}</dd>
          <dt>{t('weights.mean')}</dt>
          <dd>{short(map.mean)}</dd>
          <dt>{t('weights.std')}</dt>
          <dd data-testid="weights-std" data-value={map.std}>
            {short(map.std)}
          </dd>
          <dt>{t('weights.largest')}</dt>
          <dd>{short(map.largest)}</dd>
        </dl>
        <p className={styles.quiet}>
          {isWhole ? t('weights.whole') : t('weights.blocks', { down, along })}
        </p>
      </figcaption>
    </figure>
  );
}

function Canvas({ map, label }: { map: WeightMap; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useStore(preferences, (chosen) => chosen.theme);
  const isDark = useSystemTheme();
  useEffect(() => {
    if (canvas.current) paint(canvas.current, map, readColors(canvas.current));
  }, [map, theme, isDark]);
  return (
    <canvas
      ref={canvas}
      className={styles.map}
      width={map.columns}
      height={map.rows}
      style={{ aspectRatio: `${map.columns} / ${Math.max(map.rows, map.columns / 16)}` }}
      role="img"
      aria-label={label}
    />
  );
}
