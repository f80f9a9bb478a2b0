// The texts that are there to be chosen: built in, imported, cleaned on the Data page.
import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../../host/protocol/studyText';
import { CORPORA } from '../../../../training/data/corpora/corpora';
import { useBenchStore } from '../../../stores/context';
import { OWN_FILE } from '../../../stores/textStore';

export interface TextOption {
  readonly text: PageText;
  readonly name: string;
}

export const keyOfText = (text: PageText | null): string =>
  text === null ? '' : `${text.data.corpus} ${text.textId ?? ''}`;

export function useTextOptions(): TextOption[] {
  const { t } = useTranslation();
  const texts = useBenchStore('texts', (state) => state.texts);
  const cleaned = useBenchStore('data', ({ clean }) => clean?.summary);
  const builtIn = CORPORA.flatMap(({ id, kind }): TextOption[] => {
    const name = t(`settings.choice.${id}`);
    if (kind === 'grammar' || kind === 'asset') return [{ text: { data: { corpus: id } }, name }];
    const { textId } = texts[id] ?? {};
    return kind === 'url' && textId !== undefined
      ? [{ text: { data: { corpus: id }, textId }, name }]
      : [];
  });
  const own = texts[OWN_FILE];
  const data = { corpus: OWN_FILE };
  const isOther = cleaned && cleaned.textId !== own?.textId;
  return [
    ...builtIn,
    ...(own
      ? [{ text: { data, textId: own.textId }, name: t('study.text.imported', { name: own.name }) }]
      : []),
    ...(isOther
      ? [
          {
            text: { data, textId: cleaned.textId },
            name: t('study.text.cleaned', { name: cleaned.name }),
          },
        ]
      : []),
  ];
}
