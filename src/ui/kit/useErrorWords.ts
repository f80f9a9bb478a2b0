import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabErrorData } from '../../host/protocol/error';
import { formatBytes, formatCount } from './format';
import { enErrors } from '../i18n/errors/en';
import { noteIn } from '../i18n/notes/noteIn';
import { useLanguage } from '../stores/context';

function isKnown(code: string): code is keyof typeof enErrors {
  return Object.hasOwn(enErrors, code);
}

/** An error in the page's language, by its code; the engine's own sentence where there is none. */
export function useErrorWords(): (error: LabErrorData) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return useCallback(
    ({ code, message, fields }: LabErrorData) => {
      if (!isKnown(code)) return t('error.unexpected', { message });
      const words = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [
          key,
          typeof value === 'number' ? formatCount(value, language) : noteIn(value),
        ]),
      );
      const { sizeBytes, limitBytes, format } = fields;
      if (typeof sizeBytes === 'number') words.size = formatBytes(sizeBytes);
      if (typeof limitBytes === 'number') words.limit = formatBytes(limitBytes);
      if (code === 'binary_file' && format === 'unknown') return t('error.binary_file_unknown');
      return t(`error.${code}`, { ...words, message });
    },
    [t, language],
  );
}
