import { useTranslation } from 'react-i18next';
import type { ModelConfig } from '../../../../training/run/config';
import { formatCount } from '../../../kit/format';
import type { Row } from './anatomy';

/** What a component does, in one sentence. */
export function useSentence(): (row: Row, model: ModelConfig, vocabSize: number) => string {
  const { t } = useTranslation();
  return (row, model, vocabSize) => {
    const vocab = formatCount(vocabSize);
    const width = formatCount(model.n_embd);
    if (row.kind === 'run') return t('picture.description.run');
    if (row.kind === 'head') return t('picture.description.head', { vocab });
    if (row.kind === 'embedding')
      return row.weights.length > 1
        ? t('picture.description.embeddingPlaced', { vocab, width })
        : t('picture.description.embedding', { vocab, width });
    const [first = '', second = '', third] = row.organs.map(({ kind, detail }) =>
      t(`picture.clause.${kind}`, { detail }),
    );
    if (third !== undefined) return t('picture.description.three', { first, second, third });
    return second === ''
      ? t('picture.description.one', { first })
      : t('picture.description.two', { first, second });
  };
}

/** The shape that goes in and the one that comes out, of one sequence; empty for what nothing flows through. */
export function flowOf({ kind }: Row, model: ModelConfig, vocabSize: number): string {
  const { n_positions: length, n_embd: width } = model;
  const stream = `${length} × ${width}`;
  switch (kind) {
    case 'embedding':
      return `${length} → ${stream}`;
    case 'block':
      return `${stream} → ${stream}`;
    case 'head':
      return `${stream} → ${length} × ${vocabSize}`;
    case 'run':
      return '';
  }
}

export function useName(): (row: Row) => string {
  const { t } = useTranslation();
  return ({ kind, stack, from, to }) => {
    if (kind !== 'block') return t(`picture.${kind}`);
    const isOne = from === to;
    if (stack === 'only')
      return isOne ? t('picture.block', { n: from }) : t('picture.blocks', { from, to });
    return isOne
      ? t(`picture.${stack}Block`, { n: from })
      : t(`picture.${stack}Blocks`, { from, to });
  };
}
