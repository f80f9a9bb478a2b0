import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { htmlOf, markdownOf } from '../../../host/studies/compare/report';
import { csvOf, jsonLinesOf } from '../../../host/studies/compare/tables';
import type { CompareMethod, CompareResult, ObjectiveMethod } from '../../../host/protocol/compare';
import { Button } from '../../kit/Button';
import { formatPercent } from '../../kit/format';
import { TextRead } from '../study/text/TextRead';
import { Section } from '../../kit/Section';
import { saveAs } from '../../kit/saveAs';
import styles from './compare.module.css';

const REPORTS = {
  html: { extension: 'html', type: 'text/html', write: htmlOf },
  markdown: { extension: 'md', type: 'text/markdown', write: markdownOf },
  csv: { extension: 'csv', type: 'text/csv', write: csvOf },
  json: {
    extension: 'json',
    type: 'application/json',
    write: (result: CompareResult) => JSON.stringify(result, null, 1),
  },
  jsonl: { extension: 'jsonl', type: 'application/jsonl', write: jsonLinesOf },
};
type Format = keyof typeof REPORTS;
const FORMATS = Object.keys(REPORTS) as Format[];

function save(format: Format, result: CompareResult): void {
  const { extension, type, write } = REPORTS[format];
  const blob = new Blob([write(result)], { type: `${type};charset=utf-8` });
  saveAs(blob, `${result.method.runName.toLowerCase()}-compared.${extension}`);
}

/** How it was measured, and the reports. */
export function Method({ result }: { result: CompareResult }) {
  const { t } = useTranslation();
  const { method, harnessShare } = result;
  return (
    <>
      <Section id="compare-method" title={t('compare.method.title')}>
        <ul className={styles.method}>
          <li>
            <TextRead text={method.text} />
          </li>
          {method.objective ? (
            <OfExamples method={method} objective={method.objective} />
          ) : (
            <OfText result={result} />
          )}
          {harnessShare !== null && (
            <li>{t('compare.method.harness', { share: formatPercent(harnessShare) })}</li>
          )}
          <li>{t('compare.method.verdict')}</li>
        </ul>
      </Section>
      <Section id="compare-report" title={t('compare.report.title')}>
        <div className={styles.reports}>
          {FORMATS.map((format) => (
            <Button
              key={format}
              size="small"
              icon={<Download size={13} aria-hidden />}
              testId={`compare-save-${format}`}
              onPress={() => save(format, result)}
            >
              {t(`compare.report.${format}`)}
            </Button>
          ))}
        </div>
      </Section>
    </>
  );
}

function OfText({ result: { method, samples } }: { result: CompareResult }) {
  const { t } = useTranslation();
  const { windows, windowTokens, promptTokens, singleTokens, burstTokens } = method;
  const disturbed = samples.filter((sample) => sample.disturbed).length;
  const tokens = { prompt: promptTokens, singles: singleTokens, burst: burstTokens };
  return (
    <>
      <li>{t('compare.method.quality', { windows, tokens: windowTokens })}</li>
      <li>{t('compare.method.speed', { ...tokens, samples: samples.length, disturbed })}</li>
    </>
  );
}

function OfExamples(props: { method: CompareMethod; objective: ObjectiveMethod }) {
  const { t } = useTranslation();
  const { windows, windowTokens: tokens } = props.method;
  const { positions, atOnce } = props.objective;
  return (
    <>
      <li>{t('compare.method.examples', { windows, tokens, positions })}</li>
      <li>{t('compare.method.rates', { atOnce })}</li>
    </>
  );
}
