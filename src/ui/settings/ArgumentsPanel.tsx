import { ClipboardCopy, Download, FileJson2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedArgument } from '../../training/io/arguments/trainingArguments';
import { writeTrainingArguments } from '../../training/io/arguments/writeTrainingArguments';
import { noteIn } from '../i18n/notes/noteIn';
import { Button } from '../kit/Button';
import { useErrorWords } from '../kit/useErrorWords';
import { useBench } from '../stores/context';
import type { Draft } from '../stores/drafts';
import styles from './ArgumentsPanel.module.css';
import { Folded } from './Folded';

interface PanelProps {
  experimentId: string;
  draft: Draft;
}

/** The training settings as JSON, in the names of Hugging Face's TrainingArguments: to copy, or to paste over. */
export function ArgumentsPanel(props: PanelProps) {
  const { t } = useTranslation();
  return (
    <Folded
      id="arguments"
      icon={<FileJson2 size={15} aria-hidden />}
      title={t('arguments.title')}
      summary="JSON"
    >
      {() => <Json {...props} />}
    </Folded>
  );
}

function Json({ experimentId, draft }: PanelProps) {
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

/** What a JSON of arguments imported: how many were taken, and every name that was not. */
export function ImportResult({ experimentId, draft }: PanelProps) {
  const { t } = useTranslation();
  const words = useErrorWords();
  const bench = useBench();
  const { imported } = draft;
  if (!imported) return null;
  const reasonOf = ({ code, fields }: RefusedArgument): string => {
    const words = Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === 'string' ? noteIn(value) : value,
    ]);
    return t(`arguments.reason.${code}`, Object.fromEntries(words));
  };
  return (
    <section className={styles.result} role="status" data-testid="arguments-result">
      {'error' in imported ? (
        <p>{words(imported.error)}</p>
      ) : (
        <>
          <p>{t('arguments.taken', { n: imported.taken.length })}</p>
          {imported.refused.map((one) => (
            <p key={one.name} className={styles.refused}>
              <code>{one.name}</code> {t('arguments.refused', { reason: reasonOf(one) })}
            </p>
          ))}
          <Names title={t('arguments.ignored')} names={imported.ignored} />
          <Names
            title={t('arguments.leftOut')}
            names={imported.leftOut.map((name) => ({ name }))}
          />
        </>
      )}
      <Button
        look="quiet"
        size="small"
        onPress={() => bench.drafts.getState().forgetImport(experimentId)}
      >
        {t('app.dismiss')}
      </Button>
    </section>
  );
}

function Names(props: { title: string; names: readonly { name: string; note?: string }[] }) {
  const { title, names } = props;
  if (names.length === 0) return null;
  return (
    <>
      <p>{title}</p>
      <p>
        {names.map(({ name, note }) => (
          <code key={name} title={note && noteIn(note)}>
            {name}
          </code>
        ))}
      </p>
    </>
  );
}
