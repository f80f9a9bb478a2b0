import { ClipboardCopy, Download, FileJson2 } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeTrainingArguments } from '../../training/io/arguments/writeTrainingArguments';
import { Button } from '../kit/Button';
import { useBench } from '../stores/context';
import type { Draft } from '../stores/drafts';
import styles from './ArgumentsPanel.module.css';
import panelStyles from './SettingsPanel.module.css';

/** The training settings as JSON, in the names of Hugging Face's TrainingArguments: to copy, or to paste over. */
export function ArgumentsPanel({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure className={panelStyles.group} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={2} className={panelStyles.heading}>
        <AriaButton slot="trigger" className={panelStyles.trigger} data-testid="group-arguments">
          <FileJson2 size={15} aria-hidden />
          <span>{t('arguments.title')}</span>
          <span className={panelStyles.summary}>JSON</span>
        </AriaButton>
      </Heading>
      <DisclosurePanel className={panelStyles.body}>
        {isOpen && <Json experimentId={experimentId} draft={draft} />}
      </DisclosurePanel>
    </Disclosure>
  );
}

function Json({ experimentId, draft }: { experimentId: string; draft: Draft }) {
  const { t } = useTranslation();
  const bench = useBench();
  const present = writeTrainingArguments(draft.config.training);
  /** What was typed over it; null follows the settings. */
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    bench.drafts.getState().takeArguments(experimentId, typed ?? '');
    setTyped(null);
  };
  return (
    <div className={styles.json}>
      <p>{t('arguments.help')}</p>
      <textarea
        aria-label={t('arguments.title')}
        data-testid="arguments-json"
        rows={14}
        spellCheck={false}
        value={typed ?? present}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className={styles.keys}>
        <Button
          look="signal"
          size="small"
          testId="arguments-take"
          isDisabled={typed === null || typed === present}
          onPress={take}
        >
          {t('arguments.take')}
        </Button>
        <Button
          size="small"
          icon={<ClipboardCopy size={13} aria-hidden />}
          onPress={() => void navigator.clipboard.writeText(typed ?? present)}
        >
          {t('arguments.copy')}
        </Button>
        <a
          className={styles.save}
          download="training_arguments.json"
          href={`data:application/json,${encodeURIComponent(present)}`}
        >
          <Download size={13} aria-hidden />
          {t('common.save')}
        </a>
      </div>
    </div>
  );
}
