import type { ReactNode } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import styles from './Segments.module.css';
import { WithTooltip } from './WithTooltip';

export interface Segment<Id extends string> {
  id: Id;
  label: string;
  /** Shown in place of the label, which then names it. */
  content?: ReactNode;
}

/** A few exclusive choices side by side. */
export function Segments<Id extends string>(props: {
  label: string;
  segments: readonly Segment<Id>[];
  value: Id;
  onChange: (id: Id) => void;
}) {
  const { label, segments, value, onChange } = props;
  return (
    <ToggleButtonGroup
      className={styles.group}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = segments.find(({ id }) => keys.has(id));
        if (chosen) onChange(chosen.id);
      }}
    >
      {segments.map(({ id, label: name, content = name }) => {
        const button = (
          <ToggleButton key={id} id={id} aria-label={name} className={styles.segment}>
            {content}
          </ToggleButton>
        );
        return content === name ? (
          button
        ) : (
          <WithTooltip key={id} words={name}>
            {button}
          </WithTooltip>
        );
      })}
    </ToggleButtonGroup>
  );
}
