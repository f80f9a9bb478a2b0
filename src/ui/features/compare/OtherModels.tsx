import { useTranslation } from 'react-i18next';
import { Fields } from '../../kit/Field';
import { useBench, useBenchStore } from '../../stores/context';
import { BaseChoice } from '../study/BaseChoice';

const MOST_OTHERS = 4;

/** Which models are lined up too: one more field than were chosen. */
export function OtherModels() {
  return (
    <Fields>
      <OtherFields />
    </Fields>
  );
}

export function OtherFields() {
  const { t } = useTranslation();
  const { compare } = useBench();
  const others = useBenchStore('compare', ({ options }) => options.others);
  return Array.from({ length: Math.min(MOST_OTHERS, others.length + 1) }, (_, i) => (
    <BaseChoice
      key={i}
      label={t('compare.options.other', { number: i + 1 })}
      help={t('compare.options.otherHelp')}
      testId={`compare-other-${i}`}
      none={t('settings.choice.none')}
      value={others[i] ?? null}
      onChange={(chosen) =>
        compare.setState(({ options }) => ({
          options: { ...options, others: others.toSpliced(i, 1, ...(chosen ? [chosen] : [])) },
        }))
      }
    />
  ));
}
