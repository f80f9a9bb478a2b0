import { useTranslation } from 'react-i18next';
import {
  LISTING_TEMPERATURE,
  type DistillConfig,
} from '../../../training/objectives/distillation/distillConfig';
import { NumberField, SelectField } from '../../kit/Field';

const KINDS = ['auto', 'listing', 'own'] as const;
type Kind = (typeof KINDS)[number];
type Temperature = DistillConfig['temperature'];

const kindOf = (temperature: Temperature): Kind => {
  if (temperature === 'auto') return 'auto';
  return temperature === LISTING_TEMPERATURE ? 'listing' : 'own';
};
const FIRST: Record<Kind, Temperature> = { auto: 'auto', listing: LISTING_TEMPERATURE, own: 2 };

/** By the student's size, the reference script's, or any other. */
export function TemperatureChoice(props: {
  value: Temperature;
  onChange: (temperature: Temperature) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const kind = kindOf(value);
  return (
    <>
      <SelectField
        label={t('distill.field.temperature')}
        help={t(`distill.temperatureHelp.${kind}`)}
        testId="distill-temperature"
        value={kind}
        options={KINDS.map((id) => ({ value: id, name: t(`distill.temperature.${id}`) }))}
        onChange={(chosen) => onChange(FIRST[chosen])}
      />
      {kind === 'own' && (
        <NumberField
          label={t('distill.field.own_temperature')}
          value={Number(value)}
          min={0.1}
          max={100}
          step="any"
          onChange={onChange}
        />
      )}
    </>
  );
}
