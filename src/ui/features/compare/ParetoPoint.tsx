import { useTranslation } from 'react-i18next';
import { formatOf, methodOf, type Axes, type Point } from './metrics';
import type { Label } from './placeLabels';
import { useVariantName } from '../study/useVariantName';

/** A dot with its name, to be looked at by pointer and by keyboard. */
export function ParetoPoint(props: {
  point: Point;
  axes: Axes;
  isCurrent: boolean;
  onLook: (id: string) => void;
  at: { readonly name: string; readonly x: number; readonly y: number };
  /** Null where there is no room for the name. */
  label: Label | null;
}) {
  const { point, axes, isCurrent, onLook, at, label } = props;
  const { cost, quality } = axes;
  const { t } = useTranslation();
  const nameOf = useVariantName();
  const { id, honesty } = point.row;
  const words = {
    name: nameOf(point.row),
    x: `${axes.nameOf(cost)} ${formatOf(cost)(point.x)}`,
    y: `${axes.nameOf(quality)} ${formatOf(quality)(point.y)}`,
    place: t(point.isDominated ? 'compare.plot.dominated' : 'compare.plot.frontier'),
  };
  return (
    <g
      style={{ transform: `translate(${at.x}px, ${at.y}px)` }}
      role="img"
      tabIndex={isCurrent ? 0 : -1}
      aria-label={t('compare.plot.point', words)}
      data-variant={id}
      data-testid="compare-point"
      data-method={methodOf(point.row)}
      data-honesty={honesty}
      data-dominated={point.isDominated || undefined}
      data-current={isCurrent || undefined}
      onFocus={() => onLook(id)}
      onPointerEnter={() => onLook(id)}
      onClick={() => onLook(id)}
    >
      <circle data-reach r={16} />
      <circle r={isCurrent ? 8 : 6} />
      {label && (
        <text x={label.x - at.x} y={label.y - at.y + 4} textAnchor={label.anchor}>
          {at.name}
        </text>
      )}
    </g>
  );
}
