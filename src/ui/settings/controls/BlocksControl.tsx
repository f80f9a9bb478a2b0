import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import styles from './BlocksControl.module.css';
import type { Block, Mixer } from '../families';
import type { ChoiceValue, ListProps } from '../settings';
import { NumberChoice, SmallChoice } from './SmallChoice';

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
export function BlocksControl({ config, value, onChange }: ListProps) {
  const { t } = useTranslation();
  const heads = 'n_head' in config.model ? config.model.n_head : 1;
  const blocks = JSON.parse(value) as Block[];
  const write = (list: Block[]): void => onChange(JSON.stringify(list));
  const change = (index: number, part: Partial<Block>): void =>
    write(blocks.with(index, { ...blocks[index]!, ...part }));
  const named = <Name extends ChoiceValue>(names: readonly Name[]) =>
    names.map((name) => ({ value: name, name: t(`settings.choice.${name}`) }));
  return (
    <>
      <ol className={styles.list}>
        {blocks.map((block, index) => (
          // Blocks have no identity beyond their place.
          <li key={index} className={styles.block}>
            <span className={styles.number}>{index + 1}</span>
            <SmallChoice
              label={t('blocks.mixer', { n: index + 1 })}
              value={nameOf(block.mixer)}
              options={named(MIXERS)}
              onChange={(name) => change(index, { mixer: mixerOf(name) })}
            />
            <SmallChoice
              label={t('blocks.feedForward', { n: index + 1 })}
              value={block.feed_forward}
              options={named(FEED_FORWARDS)}
              onChange={(feed_forward) => change(index, { feed_forward })}
            />
            <button
              type="button"
              className={styles.remove}
              aria-label={t('blocks.remove', { n: index + 1 })}
              disabled={blocks.length === 1}
              onClick={() => write(blocks.toSpliced(index, 1))}
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
    </>
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
  const numbers = (
    words: string,
    value: number,
    among: readonly number[],
    change: (value: number) => Mixer,
  ) => (
    <span className={styles.detail}>
      {words}
      <NumberChoice
        label={`${words} ${number}`}
        {...{ value, among }}
        onChange={(chosen) => onChange(change(chosen))}
      />
    </span>
  );
  switch (mixer.kind) {
    case 'recurrent':
      return null;
    case 'convolution':
      return (
        <div className={styles.details}>
          {numbers(t('blocks.kernel'), mixer.kernel_size, KERNELS, (kernel_size) => ({
            ...mixer,
            kernel_size,
          }))}
          {numbers(t('blocks.dilation'), mixer.dilation, DILATIONS, (dilation) => ({
            ...mixer,
            dilation,
          }))}
        </div>
      );
    case 'attention': {
      const counts = Array.from({ length: heads }, (_, index) => index + 1);
      const divisors = counts.filter((count) => heads % count === 0);
      return (
        <div className={styles.details}>
          {numbers(t('setting.n_kv_head.label'), mixer.n_kv_head ?? heads, divisors, (count) =>
            count === heads ? { kind: 'attention' } : { kind: 'attention', n_kv_head: count },
          )}
        </div>
      );
    }
  }
}
