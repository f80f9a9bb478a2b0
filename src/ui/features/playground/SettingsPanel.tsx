import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './playground.module.css';
import {
  NUMBER_IDS,
  problemsOf,
  ruleOf,
  typedOf,
  type NumberId,
  type Problem,
} from './playgroundSettings';
import type { Draft } from './playgroundStore';

interface Props {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

/** How freely a text is written: a few settings, and more of them behind a fold. */
export function SettingsPanel(props: Props & { more?: ReactNode; without?: readonly NumberId[] }) {
  const { draft, onChange, more, without = [] } = props;
  const { t } = useTranslation();
  const problems = problemsOf(draft.typed);
  const ids = NUMBER_IDS.filter((id) => !without.includes(id));
  const first = ids.filter((id) => ruleOf(id).isFirst);
  const others = ids.filter((id) => !ruleOf(id).isFirst);
  const field = (id: NumberId) => (
    <NumberBox
      key={id}
      id={id}
      value={typedOf(draft.typed, id)}
      problem={problems[id]}
      onChange={(text) => onChange({ typed: { ...draft.typed, [id]: text } })}
    />
  );
  return (
    <section className={styles.settings} aria-label={t('playground.settings')}>
      {first.map(field)}
      <details open={others.some((id) => problems[id])}>
        <summary data-testid="play-more">{t('playground.more')}</summary>
        <div className={styles.more}>
          {others.map(field)}
          {more}
        </div>
      </details>
    </section>
  );
}

function NumberBox(props: {
  id: NumberId;
  value: string;
  problem: Problem | undefined;
  onChange: (text: string) => void;
}) {
  const { id, value, problem, onChange } = props;
  const { t } = useTranslation();
  const own = useId();
  return (
    <div className={styles.field} data-setting={id}>
      <label htmlFor={own}>{t(`playground.setting.${id}.label`)}</label>
      <input
        id={own}
        inputMode="decimal"
        autoComplete="off"
        value={value}
        placeholder={ruleOf(id).isOptional ? t('playground.random') : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={`${own}-help`}
        data-testid={`play-${id}`}
        onChange={(event) => onChange(event.target.value)}
      />
      <small id={`${own}-help`} data-problem={problem !== undefined || undefined}>
        {problem
          ? t(`playground.problem.${problem.code}`, { min: problem.min, max: problem.max })
          : t(`playground.setting.${id}.help`)}
      </small>
    </div>
  );
}

/** Whether a text comes with the odds of its tokens. */
export function DetailsSwitch({ draft, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        checked={draft.details}
        data-testid="play-details"
        onChange={(event) => onChange({ details: event.target.checked })}
      />
      <span>
        {t('playground.details')}
        <small>{t('playground.detailsHelp')}</small>
      </span>
    </label>
  );
}
