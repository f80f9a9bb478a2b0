import { useTranslation } from 'react-i18next';
import type { CleaningStep } from '../../../training/data/cleaning/cleaning';
import { LANGUAGES } from '../../../training/data/cleaning/cleaningLanguage';
import { Field, NumberField, SelectField } from '../../kit/Field';
import visible from '../../kit/visible.module.css';
import styles from '../../kit/panel.module.css';

/** The settings of one cleaning step. */
export function StepSettings(props: {
  step: CleaningStep;
  onChange: (step: CleaningStep) => void;
}) {
  const { step, onChange } = props;
  switch (step.kind) {
    case 'normalize':
      return <Normalize step={step} onChange={onChange} />;
    case 'length':
      return <Length step={step} onChange={onChange} />;
    case 'language':
      return <Languages step={step} onChange={onChange} />;
    case 'pattern':
      return <Pattern step={step} onChange={onChange} />;
    case 'near_duplicates':
      return <Similarity step={step} onChange={onChange} />;
    case 'exact_duplicates':
      return null;
  }
}

interface Settings<Kind extends CleaningStep['kind']> {
  step: CleaningStep & { kind: Kind };
  onChange: (step: CleaningStep) => void;
}

function Check(props: { text: string; isOn: boolean; onChange: (isOn: boolean) => void }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.text}
    </label>
  );
}

function Normalize({ step, onChange }: Settings<'normalize'>) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <Check
        text={t('data.setting.nfc')}
        isOn={step.nfc}
        onChange={(nfc) => onChange({ ...step, nfc })}
      />
      <Check
        text={t('data.setting.whiteSpace')}
        isOn={step.whiteSpace}
        onChange={(whiteSpace) => onChange({ ...step, whiteSpace })}
      />
    </div>
  );
}

function Length({ step, onChange }: Settings<'length'>) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <NumberField
        label={t('data.setting.minChars')}
        unit={t('data.setting.chars')}
        value={step.minChars}
        min={0}
        max={step.maxChars}
        onChange={(minChars) => onChange({ ...step, minChars })}
      />
      <NumberField
        label={t('data.setting.maxChars')}
        unit={t('data.setting.chars')}
        value={step.maxChars}
        min={step.minChars}
        max={10_000_000}
        onChange={(maxChars) => onChange({ ...step, maxChars })}
      />
    </div>
  );
}

function Languages({ step, onChange }: Settings<'language'>) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.controls}>
      <legend className={visible.hidden}>{t('data.setting.languages')}</legend>
      {LANGUAGES.map((language) => (
        <Check
          key={language}
          text={t(`data.language.${language}`)}
          isOn={step.keep.includes(language)}
          onChange={(isOn) =>
            onChange({
              ...step,
              keep: LANGUAGES.filter((each) =>
                each === language ? isOn : step.keep.includes(each),
              ),
            })
          }
        />
      ))}
    </fieldset>
  );
}

function Pattern({ step, onChange }: Settings<'pattern'>) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <Field label={t('data.setting.pattern')}>
        {(id) => (
          <input
            id={id}
            value={step.pattern}
            onChange={(event) => onChange({ ...step, pattern: event.target.value })}
          />
        )}
      </Field>
      <SelectField
        label={t('data.setting.patternKeeps')}
        value={step.keepsMatches ? 'keep' : 'drop'}
        options={[
          { value: 'drop', name: t('data.setting.dropMatches') },
          { value: 'keep', name: t('data.setting.keepMatches') },
        ]}
        onChange={(choice) => onChange({ ...step, keepsMatches: choice === 'keep' })}
      />
    </div>
  );
}

function Similarity({ step, onChange }: Settings<'near_duplicates'>) {
  const { t } = useTranslation();
  return (
    <div className={styles.controls}>
      <NumberField
        label={t('data.setting.similarity')}
        unit="%"
        value={Math.round(step.similarity * 100)}
        min={50}
        max={100}
        onChange={(percent) => onChange({ ...step, similarity: percent / 100 })}
      />
    </div>
  );
}
