import { FileText } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button, type ButtonProps } from './Button';

/** Asks for a file, for several or for a folder; nothing is done where none is chosen. */
export function FileButton(
  props: Omit<ButtonProps, 'onPress'> & {
    /** Endings of names; any file where left out. */
    accept?: readonly string[];
    isFolder?: boolean;
    isMany?: boolean;
    onFile: (first: File, all: readonly File[]) => void;
  },
) {
  const { accept, isFolder, isMany, onFile, ...button } = props;
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      acceptDirectory={isFolder}
      allowsMultiple={isMany}
      onSelect={(files) => {
        const [first, ...more] = files ?? [];
        if (first) onFile(first, [first, ...more]);
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
