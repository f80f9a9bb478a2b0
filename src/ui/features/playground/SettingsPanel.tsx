import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Glossed } from '../../kit/glossary/Glossed';
import { SelectField } from '../../kit/Field';
import styles from './playground.module.css';
import {
  fieldsOf,
  CONSTRAINTS,
  constraintOf,
  isForm,
  isLong,
  methodOf,
  METHODS,
  problemsOf,
  typedOf,
  type FieldId,
  type Problem,
} from './playgroundSettings';
import type { Draft } from './playgroundStore';

interface Props {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

/** How a text is written: a few settings, and more of them behind a fold. */
export function SettingsPanel(props: Props & { more?: ReactNode; without?: readonly FieldId[] }) {
  const { draft, onChange, more, without = [] } = props;
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { typed } = draft;
  const problems = problemsOf(typed);
  const method = methodOf(typed);
  const { first, more: others } = fieldsOf(typed);
  const field = (id: FieldId) => (
    <TypedField
      key={id}
      id={id}
      value={typedOf(typed, id)}
      problem={problems[id]}
      onChange={(text) => onChange({ typed: { ...typed, [id]: text } })}
    />
  );
  const fields = (ids: readonly FieldId[]) => ids.filter((id) => !without.includes(id)).map(field);
  return (
    <section className={styles.settings} aria-label={t('playground.settings')}>
      <SelectField
        label={t('playground.method')}
        help={t(`playground.methodHelp.${method}`)}
        testId="play-method"
        value={method}
        options={METHODS.map((value) => ({ value, name: t(`playground.methodName.${value}`) }))}
        onChange={(chosen) => onChange({ typed: { ...typed, method: chosen } })}
      />
      {fields(first)}
      <details
        open={isOpen || others.some((id) => problems[id])}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary data-testid="play-more">{t('playground.more')}</summary>
        <div className={styles.more}>
          {fields(others.filter((id) => !isForm(id)))}
          <SelectField
            label={t('playground.constraint')}
            help={t('playground.constraintHelp')}
            testId="play-constraint"
            value={constraintOf(typed)}
            options={CONSTRAINTS.map((value) => ({
              value,
              name: t(`playground.constraintName.${value}`),
            }))}
            onChange={(constraint) => onChange({ typed: { ...typed, constraint } })}
          />
          {fields(others.filter(isForm))}
          {more}
        </div>
      </details>
    </section>
  );
}

function TypedField(props: {
  id: FieldId;
  value: string;
  problem: Problem | undefined;
  onChange: (text: string) => void;
}) {
  const { id, value, problem, onChange } = props;
  const { t } = useTranslation();
  const own = useId();
  const common = {
    id: own,
    value,
    autoComplete: 'off',
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${own}-help`,
    'data-testid': `play-${id}`,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <div className={styles.field} data-setting={id}>
      <label htmlFor={own}>{t(`playground.setting.${id}.label`)}</label>
      {isLong(id) ? (
        <textarea {...common} rows={1} />
      ) : (
        <input
          {...common}
          inputMode="decimal"
          placeholder={id === 'seed' ? t('playground.random') : undefined}
        />
      )}
      <small id={`${own}-help`} data-problem={problem !== undefined || undefined}>
        {problem ? (
          t(`playground.problem.${problem.code}`, { min: problem.min, max: problem.max })
        ) : (
          <Glossed>{t(`playground.setting.${id}.help`)}</Glossed>
        )}
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
