import { Target } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../kit/Button';
import { isAdapter } from '../../../experiments/finetune';
import { ErrorText } from '../../kit/ErrorText';
import { Help } from '../../kit/Section';
import { formatAmount, formatBytes, formatPercent } from '../../kit/format';
import { useBench, useBenchStore } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';
import study from '../study/study.module.css';
import { configOf, isOwn, isPreference } from '../../../host/studies/finetune/request';
import { sizeOf } from '../study/study';
import { useArguments } from './FinetuneArguments';
import { startFinetuning } from './finetuneActions';

/** Starts the study; beside it what that will need, or what is missing. */
export function FinetuneStart() {
  const { t } = useTranslation();
  const bench = useBench();
  const isIdle = useBenchStore('finetune', (finetune) => finetune.state === 'idle');
  const runs = useBenchStore('finetune', ({ choices }) => choices.runs);
  const isMissing = useBenchStore(
    'finetune',
    ({ choices, imported }) => isOwn(choices) && !imported?.found,
  );
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const read = useArguments();
  return (
    <div className={study.go}>
      <Button
        look="signal"
        size="large"
        icon={<Target size={17} aria-hidden />}
        testId="finetune-start"
        isDisabled={!isReady || read === null || isMissing}
        onPress={() => void startFinetuning(bench)}
      >
        {t(isIdle ? 'finetune.start' : 'finetune.restart')}
      </Button>
      <div>
        <Help>{t(`finetune.startHelp.${isMissing ? 'missing' : runs}`)}</Help>
        <Plan />
      </div>
    </div>
  );
}

/** What is trained and what it needs, exactly, before anything is allocated. */
function Plan() {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const found = useBenchStore('finetune', ({ imported }) => imported?.found);
  const method = choices.runs === 'compare' ? 'full' : choices.method;
  const plan = useAnswer(JSON.stringify([choices, isReady, isPreference(choices, found)]), () =>
    bench.lab.plan(configOf(choices, method, sizeOf(bench), found)),
  );
  if (!plan) return <Help>{t('finetune.plan.waiting')}</Help>;
  if ('code' in plan) return <ErrorText error={plan} />;
  const { parameters: trained, frozenParameters: frozen = 0, totalBytes } = plan;
  // Beside an adapter the frozen ones are the whole model; with other methods the rest of it.
  const all = isAdapter(method) ? frozen : trained + frozen;
  return (
    <Help testId="finetune-plan">
      {t('finetune.plan.trained', {
        trained: formatAmount(trained),
        all: formatAmount(all),
        share: formatPercent(trained / all),
      })}
      {' · '}
      {t('finetune.plan.memory', { size: formatBytes(totalBytes) })}
    </Help>
  );
}
