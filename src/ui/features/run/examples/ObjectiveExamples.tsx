import { useTranslation } from 'react-i18next';
import { useObjectiveName } from '../../../settings/useObjectiveName';
import { enExamples } from '../../../i18n/examples/en';
import styles from '../../../settings/Examples.module.css';
import { Words } from '../../../settings/Words';

type Field = keyof typeof enExamples.field;
const FIELDS = Object.keys(enExamples.field) as Field[];

interface Example {
  readonly objective: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** What each objective reads and what it should answer, on the first text of the run. */
export function ObjectiveExamples({ examples }: { examples: readonly Example[] }) {
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
  if (examples.length === 0) return null;
  return (
    <section className={styles.examples} data-testid="objective-examples">
      <h2>{t('examples.title')}</h2>
      <ul>
        {examples.map(({ objective, texts }) => (
          <li key={objective}>
            <h3>{objectiveName(objective)}</h3>
            <dl>
              {FIELDS.filter((field) => texts[field]).map((field) => (
                <div key={field}>
                  <dt>{t(`examples.field.${field}`)}</dt>
                  <dd>
                    <Words text={texts[field] ?? ''} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
