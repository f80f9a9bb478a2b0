import { useTranslation } from 'react-i18next';
import type { ModelConfig } from '../../../../training/run/config';
import { formatCount } from '../../../kit/format';
import { useLanguage } from '../../../i18n/useLanguage';
import type { Row } from './anatomy';

/** What a part does, in one sentence. */
export function useSentence(): (row: Row, model: ModelConfig, vocabSize: number) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (row, model, vocabSize) => {
    const vocab = formatCount(vocabSize, language);
    const width = formatCount(model.n_embd, language);
    if (row.kind === 'run') return t('picture.say.run');
    if (row.kind === 'head') return t('picture.say.head', { vocab });
    if (row.kind === 'embedding')
      return row.weights.length > 1
        ? t('picture.say.embeddingPlaced', { vocab, width })
        : t('picture.say.embedding', { vocab, width });
    const [first = '', second = '', third] = row.organs.map(({ kind, detail }) =>
      t(`picture.clause.${kind}`, { detail }),
    );
    if (third !== undefined) return t('picture.say.three', { first, second, third });
    return second === ''
      ? t('picture.say.one', { first })
      : t('picture.say.two', { first, second });
  };
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
