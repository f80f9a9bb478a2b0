import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './playground.module.css';

/** A text box that grows with its text; Ctrl+Enter does what it is for. */
export function PromptBox(props: {
  label: string;
  value: string;
  help?: string | undefined;
  testId: string;
  isReadOnly?: boolean;
  onChange: (text: string) => void;
  onGo?: () => void;
}) {
  const { label, value, help, testId, isReadOnly = false, onChange, onGo } = props;
  const { t } = useTranslation();
  const id = useId();
  const notes = [help, onGo && t('playground.ctrlEnter')].filter(Boolean);
  return (
    <div className={styles.prompt}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={1}
        value={value}
        readOnly={isReadOnly}
        data-testid={testId}
        aria-describedby={notes.length > 0 ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onGo?.();
        }}
      />
      {notes.length > 0 && <small id={`${id}-help`}>{notes.join(' ')}</small>}
    </div>
  );
}
