import { useState } from 'react';
import { Button } from './Button';
import styles from './panel.module.css';

/** A line of text and the button that does something with it, as Enter does. */
export function AskForm(props: {
  label: string;
  placeholder: string;
  type?: 'text' | 'url';
  testId: string;
  isBusy: boolean;
  button: string;
  buttonTestId: string;
  onAsk: (text: string) => void;
}) {
  const { label, placeholder, type, testId, isBusy, button, buttonTestId, onAsk } = props;
  const [text, setText] = useState('');
  const canAsk = !isBusy && text.trim() !== '';
  return (
    <form
      className={styles.field}
      onSubmit={(event) => {
        event.preventDefault();
        if (canAsk) onAsk(text);
      }}
    >
      <label>
        {label}
        <input
          type={type}
          value={text}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          data-testid={testId}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <Button isDisabled={!canAsk} testId={buttonTestId} onPress={() => onAsk(text)}>
        {button}
      </Button>
    </form>
  );
}
