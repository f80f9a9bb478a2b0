import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { useBench, useBenchStore } from '../../stores/context';
import styles from './BlocksControl.module.css';
import type { Block, Mixer } from '../families';
import type { ControlProps } from './controlProps';
import type { BlocksSetting } from '../settings';
import { numberOptions, SmallChoice } from './SmallChoice';

const MIXERS = ['attention', 'rnn_tanh', 'rnn_relu', 'gru', 'lstm', 'convolution'] as const;
const FEED_FORWARDS = ['relu', 'gelu', 'swiglu'] as const;
const KERNELS = [1, 2, 3, 4, 5, 7, 9];
const DILATIONS = [1, 2, 4, 8, 16, 32, 64];
const MOST_BLOCKS = 96;

type MixerName = (typeof MIXERS)[number];

const nameOf = (mixer: Mixer): MixerName => (mixer.kind === 'recurrent' ? mixer.cell : mixer.kind);

function mixerOf(name: MixerName): Mixer {
  if (name === 'attention') return { kind: 'attention' };
  if (name === 'convolution') return { kind: 'convolution', kernel_size: 3, dilation: 1 };
  return { kind: 'recurrent', cell: name };
}

/** The block list: one line a block, each with its mixer and its feed-forward. */
export function BlocksControl(props: ControlProps<BlocksSetting>) {
  const { setting, experimentId, label, value, describedBy } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const heads = useBenchStore('drafts', (state) => {
    const model = state.drafts[experimentId]?.config.model;
    return model && 'n_head' in model ? model.n_head : 1;
  });
  const blocks = JSON.parse(String(value)) as Block[];
  const write = (list: Block[]): void =>
    bench.drafts.getState().set(experimentId, setting, JSON.stringify(list));
  const change = (index: number, part: Partial<Block>): void =>
    write(blocks.map((block, at) => (at === index ? { ...block, ...part } : block)));
  return (
    <div role="group" aria-label={label} aria-describedby={describedBy}>
      <p className={styles.label}>{label}</p>
      <ol className={styles.list}>
        {blocks.map((block, index) => (
          // Blocks have no identity beyond their place.
          <li key={index} className={styles.block}>
            <span className={styles.number}>{index + 1}</span>
            <SmallChoice
              label={t('blocks.mixer', { n: index + 1 })}
              value={nameOf(block.mixer)}
              options={MIXERS.map((name) => [name, t(`settings.choice.${name}`)])}
              onChange={(name) => change(index, { mixer: mixerOf(name as MixerName) })}
            />
            <SmallChoice
              label={t('blocks.feedForward', { n: index + 1 })}
              value={block.feed_forward}
              options={FEED_FORWARDS.map((name) => [name, t(`settings.choice.${name}`)])}
              onChange={(name) => change(index, { feed_forward: name as Block['feed_forward'] })}
            />
            <button
              type="button"
              className={styles.remove}
              aria-label={t('blocks.remove', { n: index + 1 })}
              disabled={blocks.length === 1}
              onClick={() => write(blocks.filter((_block, at) => at !== index))}
            >
              <X size={13} aria-hidden />
            </button>
            <Details
              mixer={block.mixer}
              heads={heads}
              number={index + 1}
              onChange={(mixer) => change(index, { mixer })}
            />
          </li>
        ))}
      </ol>
      <Button
        look="quiet"
        size="small"
        icon={<Plus size={13} aria-hidden />}
        isDisabled={blocks.length >= MOST_BLOCKS}
        testId="blocks-add"
        onPress={() => write([...blocks, blocks.at(-1)!])}
      >
        {t('blocks.add')}
      </Button>
    </div>
  );
}

/** What only this kind of mixer has. */
function Details(props: {
  mixer: Mixer;
  heads: number;
  number: number;
  onChange: (mixer: Mixer) => void;
}) {
  const { mixer, heads, number, onChange } = props;
  const { t } = useTranslation();
  if (mixer.kind === 'recurrent') return null;
  if (mixer.kind === 'convolution') {
    const { kernel_size, dilation } = mixer;
    return (
      <div className={styles.details}>
        <Numbers
          words={t('blocks.kernel')}
          label={`${t('blocks.kernel')} ${number}`}
          value={kernel_size}
          among={KERNELS}
          onChange={(size) => onChange({ ...mixer, kernel_size: size })}
        />
        <Numbers
          words={t('blocks.dilation')}
          label={`${t('blocks.dilation')} ${number}`}
          value={dilation}
          among={DILATIONS}
          onChange={(gap) => onChange({ ...mixer, dilation: gap })}
        />
      </div>
    );
  }
  const divisors = Array.from({ length: heads }, (_, index) => index + 1).filter(
    (count) => heads % count === 0,
  );
  return (
    <div className={styles.details}>
      <Numbers
        words={t('setting.n_kv_head.label')}
        label={`${t('setting.n_kv_head.label')} ${number}`}
        value={mixer.n_kv_head ?? heads}
        among={divisors}
        onChange={(count) =>
          onChange(
            count === heads ? { kind: 'attention' } : { kind: 'attention', n_kv_head: count },
          )
        }
      />
    </div>
  );
}

function Numbers(props: {
  words: string;
  label: string;
  value: number;
  among: readonly number[];
  onChange: (value: number) => void;
}) {
  const { words, label, value, among, onChange } = props;
  return (
    <span className={styles.detail}>
      {words}
      <SmallChoice
        label={label}
        value={String(value)}
        options={numberOptions(among, value)}
        onChange={(chosen) => onChange(Number(chosen))}
      />
    </span>
  );
}
