import { useTranslation } from 'react-i18next';
import type { AugmentationConfig } from '../../../training/run/objectiveConfig';
import { useExemplified } from '../useExemplified';
import { Words } from '../Words';
import { formatPercent } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './AugmentationsControl.module.css';
import type { ControlProps } from './controlProps';
import type { AugmentationsSetting } from '../settings';
import { numberOptions, SmallChoice } from './SmallChoice';

type Kind = AugmentationConfig['kind'];

/** As they are when they are switched on. */
const USUAL: readonly AugmentationConfig[] = [
  { kind: 'token_dropout', probability: 0.1 },
  { kind: 'masking', probability: 0.15 },
  { kind: 'span_shuffle', span_length: 4 },
  { kind: 'sentence_permutation' },
  { kind: 'back_off_noise', probability: 0.1 },
];
const PROBABILITIES = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5];
const SPANS = [1, 2, 3, 4, 6, 8, 12];

/** Which augmentations make the two views, how strong, and what each does to the first sentences. */
export function AugmentationsControl(props: ControlProps<AugmentationsSetting>) {
  const { setting, experimentId, label, value, describedBy } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const chosen = JSON.parse(String(value)) as AugmentationConfig[];
  const all = USUAL.map((usual) => chosen.find(({ kind }) => kind === usual.kind) ?? usual);
  const config = useBenchStore('drafts', ({ drafts }) => drafts[experimentId]?.config ?? null);
  const examples = useExemplified(config, all)?.augmentations ?? [];
  const write = (list: readonly AugmentationConfig[]): void =>
    bench.drafts.getState().set(experimentId, setting, JSON.stringify(list));
  const isOn = (kind: Kind): boolean => chosen.some((one) => one.kind === kind);
  const turn = (one: AugmentationConfig): void =>
    write(
      isOn(one.kind)
        ? chosen.filter(({ kind }) => kind !== one.kind)
        : all.filter(({ kind }) => isOn(kind) || kind === one.kind),
    );
  return (
    <div role="group" aria-label={label} aria-describedby={describedBy}>
      <p className={styles.label}>{label}</p>
      {examples[0] && (
        <p className={styles.example}>
          <b>{t('examples.original')}</b> <Words text={examples[0].before} />
        </p>
      )}
      <ul className={styles.list}>
        {all.map((one) => (
          <li key={one.kind} data-off={!isOn(one.kind) || undefined}>
            <label>
              <input
                type="checkbox"
                checked={isOn(one.kind)}
                // Two views without any difference would be found by anyone.
                disabled={isOn(one.kind) && chosen.length === 1}
                onChange={() => turn(one)}
              />
              {t(`examples.augmentation.${one.kind}`)}
            </label>
            <Amount
              one={one}
              onChange={(changed) =>
                write(
                  all
                    .filter(({ kind }) => isOn(kind))
                    .map((each) => (each === one ? changed : each)),
                )
              }
            />
            <p className={styles.example} data-testid={`augmentation-${one.kind}`}>
              <Words text={examples.find(({ kind }) => kind === one.kind)?.after ?? ''} />
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Amount(props: {
  one: AugmentationConfig;
  onChange: (changed: AugmentationConfig) => void;
}) {
  const { one, onChange } = props;
  const { t } = useTranslation();
  const label = t('examples.amount', { name: t(`examples.augmentation.${one.kind}`) });
  if (one.kind === 'sentence_permutation') return null;
  if (one.kind === 'span_shuffle')
    return (
      <SmallChoice
        label={label}
        value={String(one.span_length)}
        options={numberOptions(SPANS, one.span_length, (n) => t('examples.spanOf', { n }))}
        onChange={(chosen) => onChange({ ...one, span_length: Number(chosen) })}
      />
    );
  return (
    <SmallChoice
      label={label}
      value={String(one.probability)}
      options={numberOptions(PROBABILITIES, one.probability, formatPercent)}
      onChange={(chosen) => onChange({ ...one, probability: Number(chosen) })}
    />
  );
}
