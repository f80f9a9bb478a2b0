import { useTranslation } from 'react-i18next';
import type { AugmentationConfig } from '../../../training/run/objectiveConfig';
import { useExemplified } from '../useExemplified';
import { Words } from '../Words';
import { formatPercent } from '../../kit/format';
import styles from './AugmentationsControl.module.css';
import type { ListProps } from '../settings';
import { NumberChoice } from './SmallChoice';

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
export function AugmentationsControl({ config, value, onChange }: ListProps) {
  const { t } = useTranslation();
  const chosen = JSON.parse(value) as AugmentationConfig[];
  const all = USUAL.map((usual) => chosen.find(({ kind }) => kind === usual.kind) ?? usual);
  const examples = useExemplified(config, all)?.augmentations ?? [];
  const write = (list: readonly AugmentationConfig[]): void => onChange(JSON.stringify(list));
  const isNeeded = config.objectives?.some(({ kind }) => kind === 'contrastive') ?? false;
  const isOn = (kind: Kind): boolean => chosen.some((one) => one.kind === kind);
  const turn = (one: AugmentationConfig): void =>
    write(
      isOn(one.kind)
        ? chosen.filter(({ kind }) => kind !== one.kind)
        : all.filter(({ kind }) => isOn(kind) || kind === one.kind),
    );
  return (
    <>
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
                disabled={isNeeded && isOn(one.kind) && chosen.length === 1}
                onChange={() => turn(one)}
              />
              {t(`examples.augmentation.${one.kind}`)}
            </label>
            <Amount
              one={one}
              onChange={(changed) =>
                write(all.flatMap((each) => (each === one ? changed : isOn(each.kind) ? each : [])))
              }
            />
            <p className={styles.example} data-testid={`augmentation-${one.kind}`}>
              <Words text={examples.find(({ kind }) => kind === one.kind)?.after ?? ''} />
            </p>
          </li>
        ))}
      </ul>
    </>
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
      <NumberChoice
        label={label}
        value={one.span_length}
        among={SPANS}
        words={(n) => t('examples.spanOf', { n })}
        onChange={(span_length) => onChange({ ...one, span_length })}
      />
    );
  return (
    <NumberChoice
      label={label}
      value={one.probability}
      among={PROBABILITIES}
      words={formatPercent}
      onChange={(probability) => onChange({ ...one, probability })}
    />
  );
}
