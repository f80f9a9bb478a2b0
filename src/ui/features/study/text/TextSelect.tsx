import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageText } from '../../../../host/protocol/studyText';
import { FileButton } from '../../../kit/FileButton';
import { Field, Select } from '../../../kit/Field';
import { useBench, useBenchStore } from '../../../stores/context';
import { readOwnFile } from '../../../stores/textActions';
import { OWN_FILE } from '../../../stores/textStore';
import { keyOfText, useTextOptions } from './textOptions';
import styles from './TextChoice.module.css';

/** One of the texts that are there, a file that is imported now, or `none`: what is read without a choice. */
export function TextSelect(props: {
  label: string;
  help?: string | undefined;
  testId: string;
  /** Left out: a text has to be chosen. */
  none?: string | undefined;
  value: PageText | null;
  onChange: (text: PageText | null) => void;
}) {
  const { label, help, testId, none, value, onChange } = props;
  const { t } = useTranslation();
  const bench = useBench();
  const options = useTextOptions();
  const isReading = useBenchStore('texts', ({ reading }) => reading !== null);
  const key = keyOfText(value);
  const isGone = value !== null && options.every(({ text }) => keyOfText(text) !== key);
  // Another file may have taken its place: what is shown is what will be read.
  useEffect(() => {
    if (isGone) onChange(null);
  }, [isGone, onChange]);
  const importFile = async (file: File): Promise<void> => {
    if (!(await readOwnFile(bench, file))) return;
    const { textId } = bench.texts.getState().texts[OWN_FILE]!;
    onChange({ data: { corpus: OWN_FILE }, textId });
  };
  return (
    <Field label={label} help={help}>
      {(id, describedBy) => (
        <span className={styles.row}>
          <Select
            {...{ id, describedBy, testId }}
            value={isGone ? '' : key}
            options={[
              ...(none === undefined ? [] : [{ value: '', name: none }]),
              ...options.map(({ text, name }) => ({ value: keyOfText(text), name })),
            ]}
            onChange={(wanted) =>
              onChange(options.find(({ text }) => keyOfText(text) === wanted)?.text ?? null)
            }
          />
          <FileButton
            size="small"
            isDisabled={isReading}
            testId={`${testId}-import`}
            onFile={(file) => void importFile(file)}
          >
            {t('study.text.import')}
          </FileButton>
        </span>
      )}
    </Field>
  );
}
