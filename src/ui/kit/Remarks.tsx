import { useTranslation } from 'react-i18next';
import type { Remark } from '../../training/formats/remark';
import { formatCount } from './format';
import { enData } from '../i18n/data/en';
import { enRemarks } from '../i18n/remarks/en';
import styles from './Remarks.module.css';

type Assumed = keyof (typeof enRemarks)['assumed'];

/** What a reader tells beside its result: parts that were left out, values that were assumed. */
export function Remarks(props: { remarks: readonly Remark[]; label?: string }) {
  const { remarks, label } = props;
  const words = useRemarkWords();
  if (remarks.length === 0) return null;
  const sentences = [...new Set(remarks.map(words))];
  return (
    <ul className={styles.remarks} aria-label={label} data-testid="remarks">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function useRemarkWords(): (remark: Remark) => string {
  const { t } = useTranslation();
  return ({ code, fields }) => {
    const shown = Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        typeof value === 'number' ? formatCount(value) : value,
      ]),
    );
    if (code !== 'assumed') return t(`remark.${code}`, { ...shown, code });
    const { what, value } = fields;
    // A tab cannot be seen: delimiters have names.
    const sign = what === 'delimiter' && isDelimiter(value) && t(`data.delimiter.${value}`);
    return t(`remark.assumed.${isAssumed(what) ? what : 'other'}`, {
      ...shown,
      ...(sign && { value: sign }),
      code,
    });
  };
}

const isAssumed = (what: unknown): what is Assumed =>
  typeof what === 'string' && Object.hasOwn(enRemarks.assumed, what);

const isDelimiter = (sign: unknown): sign is keyof (typeof enData)['delimiter'] =>
  typeof sign === 'string' && Object.hasOwn(enData.delimiter, sign);
