import { useTranslation } from 'react-i18next';
import type { WriterLanguage } from '../../../experiments/financeWriter';
import { isGenerativeFamily } from '../../../training/models/families';
import { Fields } from '../../kit/Field';
import { Section } from '../../kit/Section';
import { Segments } from '../../kit/Segments';
import { useBench, useBenchStore } from '../../stores/context';
import { BaseChoice, type Suits } from '../study/BaseChoice';
import { StudyProgress } from '../study/StudyProgress';
import study from '../study/study.module.css';
import { useWriterLanguage } from './useWriterLanguage';
import { WriterMethodNote } from './WriterMethodNote';
import { WriterModels } from './WriterModels';
import { WriterTable, WriterVerdictLine } from './WriterTable';
import { WriterTexts } from './WriterTexts';

const SUITS: Suits = {
  run: ({ model }) => isGenerativeFamily(model.family),
  loaded: ({ writes }) => writes,
};

/** The finance writer: what it starts from, how far it is, and what is found of every stage. */
export function Writer() {
  const { t } = useTranslation();
  const { state, update } = useBenchStore('writer', (writer) => writer);
  const result = update?.result ?? null;
  const piece = update?.progress.piece;
  const who = piece
    ? t('common.seeded', { name: t(`writer.stage.${piece.id}`), seed: piece.seed })
    : null;
  return (
    <Section id="writer" title={t('writer.card.writer.title')} help={t('writer.help')}>
      {state !== 'running' && <WriterSettings />}
      <StudyProgress kind="writer" title={t('writer.card.writer.title')} piece={who ? [who] : []} />
      {result && result.rows.length > 0 && (
        <>
          <WriterVerdictLine result={result} />
          <WriterTable rows={result.rows} />
          <WriterTexts result={result} />
          {state !== 'running' && <WriterModels rows={result.rows} />}
          {result.method && <WriterMethodNote method={result.method} />}
        </>
      )}
    </Section>
  );
}

/** In which language, and from which base. */
function WriterSettings() {
  const { t } = useTranslation();
  const bench = useBench();
  const language = useWriterLanguage();
  const { choices } = useBenchStore('writer', (writer) => writer);
  return (
    <form className={study.settings} onSubmit={(event) => event.preventDefault()}>
      <Segments<WriterLanguage>
        label={t('writer.language')}
        value={language}
        segments={(['zh', 'en'] as const).map((id) => ({ id, label: t(`writer.languages.${id}`) }))}
        onChange={(chosen) => bench.writer.setState({ choices: { ...choices, language: chosen } })}
      />
      <Fields>
        <BaseChoice
          label={t('writer.stage.base')}
          help={t(choices.base ? 'writer.baseChosen' : 'writer.baseFirst')}
          testId="writer-base"
          none={t('distill.trainFirst')}
          value={choices.base}
          suits={SUITS}
          onChange={(base) => bench.writer.setState({ choices: { ...choices, base } })}
        />
      </Fields>
    </form>
  );
}
