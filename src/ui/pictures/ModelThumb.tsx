import { useId } from 'react';
import type { ModelConfig } from '../../training/run/config';
import styles from './ModelThumb.module.css';

const WIDTH = 240;
const HEIGHT = 84;
const EDGE = 10;

/** A model at a glance: how its loss fell, or, where nobody saw that, its layers. */
export function ModelThumb(props: {
  curve: readonly number[];
  floor: number | null;
  config: ModelConfig | null;
}) {
  const { curve, floor, config } = props;
  return (
    <svg
      className={styles.thumb}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {curve.length > 1 ? <Curve {...{ curve, floor }} /> : config && <Layers config={config} />}
    </svg>
  );
}

/** Hot where the model knew nothing, green where it has learned. */
function Curve({ curve, floor }: { curve: readonly number[]; floor: number | null }) {
  const id = useId();
  const most = Math.max(...curve);
  const least = Math.min(floor ?? Infinity, ...curve);
  const range = most - least || 1;
  const y = (loss: number): number => EDGE + ((most - loss) / range) * (HEIGHT - 2 * EDGE);
  const step = WIDTH / (curve.length - 1);
  const points = curve.map((loss, i) => `${(i * step).toFixed(1)} ${y(loss).toFixed(1)}`);
  const line = `M${points.join('L')}`;
  return (
    <>
      <defs>
        <linearGradient
          id={id}
          gradientUnits="userSpaceOnUse"
          x1="0"
          y1={EDGE}
          x2="0"
          y2={HEIGHT - EDGE}
        >
          <stop offset="0" className={styles.hot} />
          <stop offset="0.45" className={styles.mid} />
          <stop offset="1" className={styles.cool} />
        </linearGradient>
      </defs>
      {floor !== null && (
        <line className={styles.floor} x1="0" x2={WIDTH} y1={y(floor)} y2={y(floor)} />
      )}
      <path
        className={styles.area}
        fill={`url(#${id})`}
        d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`}
      />
      <path className={styles.line} stroke={`url(#${id})`} d={line} />
    </>
  );
}

const MOST_LAYERS = 24;
/** Wider than this is drawn as wide as this. */
const WIDEST = 4096;

/** A bar a layer, from the input up, as wide as the model is, by powers of two. */
function Layers({ config: { n_layer, n_embd } }: { config: ModelConfig }) {
  const count = Math.min(n_layer, MOST_LAYERS);
  const pitch = Math.min(12, (HEIGHT - 2 * EDGE) / count);
  const width = WIDTH * Math.max(0.16, 0.72 * (Math.log2(Math.min(n_embd, WIDEST)) / 12));
  const top = (HEIGHT - pitch * count) / 2;
  return Array.from({ length: count }, (_, i) => (
    <rect
      key={i}
      className={styles.layer}
      x={(WIDTH - width) / 2}
      y={top + i * pitch + pitch * 0.14}
      width={width}
      height={pitch * 0.72}
      rx={Math.min(2, pitch / 4)}
      opacity={0.35 + (0.5 * (count - i)) / count}
    />
  ));
}
