import type { ComponentProps } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from './Button';

/** A button that asks for a file, for several or for a folder; nothing is done where none is chosen. */
export function FileButton(
  props: Omit<ComponentProps<typeof Button>, 'onPress'> &
    Pick<
      ComponentProps<typeof FileTrigger>,
      'acceptedFileTypes' | 'acceptDirectory' | 'allowsMultiple'
    > & { onFiles: (first: File, all: readonly File[]) => void },
) {
  const { acceptedFileTypes, acceptDirectory, allowsMultiple, onFiles, ...button } = props;
  return (
    <FileTrigger
      {...(acceptedFileTypes && { acceptedFileTypes })}
      {...(acceptDirectory && { acceptDirectory })}
      {...(allowsMultiple && { allowsMultiple })}
      onSelect={(files) => {
        const [first, ...more] = files ?? [];
        if (first) onFiles(first, [first, ...more]);
      }}
    >
      <Button {...button} />
    </FileTrigger>
  );
}
