import { useTranslation } from 'react-i18next';
import type { FinetunedMethod } from '../../../../host/studies/finetune/request';
import { ChartFrame } from '../../../charts/ChartFrame';
import { CURVE_TOKENS } from '../../../charts/chartColors';
import { LinesChart } from '../../../charts/charts';
import { seedLines } from '../../../charts/seedCurves';
import { formatLoss, formatStep } from '../../../kit/format';
import { Section } from '../../../kit/Section';
import { useBenchStore } from '../../../stores/context';

/** Held-out loss of every method over its steps, of all seeds that have ended. */
export function FinetuneCurves() {
  const { t } = useTranslation();
  const runs = useBenchStore('finetune', ({ update }) => update?.result.runs) ?? [];
  const methods = [...new Set(runs.map(({ arm }) => arm))];
  if (runs.length < 2) return null;
  const title = t('finetune.curves.title');
  return (
    <Section id="finetune-curves" title={title} help={t('finetune.curves.help')}>
      <ChartFrame label={title} height={260}>
        <LinesChart
          label={title}
          x={{ isWhole: true, format: formatStep, name: t('settings.unit.steps') }}
          y={{ format: formatLoss }}
          lines={methods.flatMap((method, index) =>
            seedLines(
              method,
              {
                name: t(`finetune.method.${method as FinetunedMethod}`),
                color: `var(${CURVE_TOKENS[index % CURVE_TOKENS.length]})`,
              },
              runs
                .filter(({ arm }) => arm === method)
                .map(({ seed, curve }) => ({
                  seed,
                  points: curve.map(({ step, loss }) => ({ x: step, y: loss })),
                })),
            ),
          )}
          hasNamedEnds
        />
      </ChartFrame>
    </Section>
  );
}
