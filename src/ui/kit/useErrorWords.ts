import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabErrorData } from '../../host/protocol/error';
import { isReason } from '../../training/formats/reasons';
import { formatBytes, formatCount } from './format';
import { enErrors } from '../i18n/errors/en';
import { noteIn } from '../i18n/notes/noteIn';

type Known = keyof typeof enErrors;

function isKnown(code: string): code is Known {
  return Object.hasOwn(enErrors, code);
}

/** What to do depends on more than the code. */
function variantOf(code: Known, { format, status }: LabErrorData['fields']): Known {
  if (code === 'binary_file' && format === 'unknown') return 'binary_file_unknown';
  if (code !== 'http') return code;
  if (status === 404 || status === 410) return 'http_missing';
  return status === 401 || status === 403 ? 'http_refused' : code;
}

/** An error in the page's language, by its code; the engine's own sentence where there is none. */
export function useErrorWords(): (error: LabErrorData) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ code, message, fields }: LabErrorData) => {
      if (!isKnown(code)) return t('error.unexpected', { message });
      const words = Object.fromEntries(
        Object.entries(fields).map(([key, value]) => [
          key,
          typeof value === 'number' ? formatCount(value) : noteIn(value),
        ]),
      );
      const { reason, sizeBytes, limitBytes } = fields;
      if (isReason(reason)) words.reason = t(`reason.${reason}`, { ...words, message });
      if (typeof sizeBytes === 'number') words.size = formatBytes(sizeBytes);
      if (typeof limitBytes === 'number') words.limit = formatBytes(limitBytes);
      return t(`error.${variantOf(code, fields)}`, { ...words, message });
    },
    [t],
  );
}
