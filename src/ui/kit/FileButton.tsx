import { FileText } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button, type ButtonProps } from './Button';

/** Asks for a file. */
export function FileButton(
  props: Omit<ButtonProps, 'onPress' | 'icon'> & {
    /** Endings of names; any file where left out. */
    accept?: readonly string[];
    onFile: (file: File) => void;
  },
) {
  const { accept, onFile, ...button } = props;
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      onSelect={(files) => {
        const file = files?.[0];
        if (file) onFile(file);
      }}
    >
      <Button
        icon={<FileText size={button.size === 'small' ? 13 : 15} aria-hidden />}
        {...button}
        onPress={() => undefined}
      />
    </FileTrigger>
  );
}
