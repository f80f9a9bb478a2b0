import { useTranslation } from 'react-i18next';
import { exampleParts, textParts, type TextPart } from '../../../../training/run/texts/textParts';
import { EXAMPLE_SETS } from '../../../../training/data/examples/exampleSets';
import { CORPORA } from '../../../../training/data/corpora/corpora';
import type { DataConfig } from '../../../../training/run/config';

/** Built-in texts and sets have names in every language; the user's own have theirs. */
export function useTextName(): (parts: readonly TextPart[]) => string {
  const { t } = useTranslation();
  const nameOf = ({ kind, id, name }: TextPart): string => {
    if (name !== undefined) return name;
    if (kind === 'corpus') {
      const corpus = CORPORA.find((one) => one.id === id);
      return corpus ? t(`settings.choice.${corpus.id}`) : id;
    }
    const set = EXAMPLE_SETS.find((one) => one.id === id);
    return set ? t(`finetune.set.${set.id}`) : id;
  };
  return (parts) => parts.map(nameOf).join(' + ');
}

/** Of what a run reads: its text, or its examples where those are all it reads. */
export function useDataName(): (data: DataConfig, kind?: TextPart['kind']) => string {
  const nameOf = useTextName();
  return (data, kind = 'corpus') =>
    nameOf(kind === 'corpus' ? textParts(data) : exampleParts(data));
}
