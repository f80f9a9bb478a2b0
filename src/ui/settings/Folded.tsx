import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useState, type ReactNode } from 'react';
import styles from './SettingsPanel.module.css';

/** A group that opens at a press; what is in it is made then. */
export function Folded(props: {
  id: string;
  icon: ReactNode;
  title: string;
  /** What it holds, in a few words, while it is closed. */
  summary: string;
  children: () => ReactNode;
}) {
  const { id, icon, title, summary, children } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure className={styles.group} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={2} className={styles.heading}>
        <AriaButton slot="trigger" className={styles.trigger} data-testid={`group-${id}`}>
          {icon}
          <span>{title}</span>
          <span className={styles.summary}>{summary}</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel className={styles.body}>{isOpen && children()}</DisclosurePanel>
    </Disclosure>
  );
}
