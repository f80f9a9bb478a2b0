import { useTranslation } from 'react-i18next';
import type { TextFacts } from '../../../../host/protocol/studyText';
import { formatBytes } from '../../../kit/format';
import { useTextName } from './useTextName';

/** Which text a study has read, whose it is, and how much of it was held out. */
export function TextRead({ text: { parts, isOwn, tokens, bytes } }: { text: TextFacts }) {
  const { t } = useTranslation();
  const text = useTextName()(parts);
  return (
    <>
      {tokens === null || bytes === null
        ? t('study.text.readExamples', { text })
        : t('study.text.read', { text, tokens, bytes: formatBytes(bytes) })}{' '}
      {!isOwn && t('study.text.chosen')}
    </>
  );
}
