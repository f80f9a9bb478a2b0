import {
  configOf,
  finetuneRequest,
  isOwn,
  isPreference,
  learnsText,
} from '../../../../host/studies/finetune/request';
import { Target } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../kit/Button';
import { isAdapter } from '../../../../experiments/finetune';
import { Alert, ErrorText } from '../../../kit/ErrorText';
import { broughtFor, familyOf } from '../finetuneSources';
import { Help } from '../../../kit/Section';
import { formatAmount, formatBytes, formatPercent } from '../../../kit/format';
import { useBench, useBenchStore } from '../../../stores/context';
import { useAnswer } from '../../../stores/useAnswer';
import { Estimate } from '../../../settings/duration/Estimate';
import study from '../../study/study.module.css';
import { sizeOf } from '../../study/study';
import { finetuneTrainings, trainingsOf } from '../../../settings/duration/trainings';
import { useTrainingTime } from '../../../settings/duration/useTrainingTime';
import { useArguments } from './FinetuneArguments';
import { startFinetuning } from '../finetuneActions';
import { useTextsProblem } from './useTextsProblem';

/** Starts the study; beside it what that will need, or what is missing. */
export function FinetuneStart() {
  const { t } = useTranslation();
  const bench = useBench();
  const isIdle = useBenchStore('finetune', (finetune) => finetune.state === 'idle');
  const runs = useBenchStore('finetune', ({ choices }) => choices.runs);
  const hasNoExamples = useBenchStore(
    'finetune',
    ({ choices, imported }) => isOwn(choices) && !imported?.found,
  );
  const brought = useBenchStore('finetune', ({ choices }) =>
    learnsText(choices) ? broughtFor(choices.texts, choices.general) : undefined,
  );
  const hasNoText = useBenchStore('texts', ({ texts }) => brought !== undefined && !texts[brought]);
  const isText = useBenchStore('finetune', ({ choices }) => learnsText(choices));
  const isMissing = hasNoExamples || hasNoText;
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const read = useArguments();
  const textsProblem = useTextsProblem();
  const wordsOf = () => {
    if (hasNoText) return 'missingText';
    if (hasNoExamples) return 'missing';
    return isText ? (runs === 'compare' ? 'compareText' : 'text') : runs;
  };
  return (
    <div className={study.go}>
      <Button
        look="signal"
        size="large"
        icon={<Target size={17} aria-hidden />}
        testId="finetune-start"
        isDisabled={!isReady || read === null || isMissing || textsProblem !== null}
        onPress={() => void startFinetuning(bench)}
      >
        {t(isIdle ? 'finetune.start' : 'finetune.restart')}
      </Button>
      <div>
        <Help>{t(`finetune.startHelp.${wordsOf()}`)}</Help>
        {!isMissing && <Time />}
        {!hasNoText && <Plan />}
        {isText && !hasNoText && <Unknown />}
      </div>
    </div>
  );
}

/** The base where that is made first, and every way with every seed. */
function Time() {
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const found = useBenchStore('finetune', ({ imported }) => imported?.found);
  const family = familyOf(bench);
  const trainings = trainingsOf(() =>
    finetuneTrainings(finetuneRequest(choices, sizeOf(bench), found, { family })),
  );
  return <Estimate timeMs={useTrainingTime(trainings)} />;
}

/** What is trained and what it needs, exactly, before anything is allocated. */
function Plan() {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const isReady = useBenchStore('device', ({ device }) => device.status === 'ready');
  const found = useBenchStore('finetune', ({ imported }) => imported?.found);
  const method = choices.runs === 'compare' ? 'full' : choices.method;
  const texts = useBenchStore('texts', (state) => state.texts);
  const brought = learnsText(choices) ? broughtFor(choices.texts, null) : undefined;
  const text = brought === undefined ? undefined : texts[brought];
  const facts = text && { vocabSize: text.distinctChars, chars: text.chars };
  const about = [choices, isReady, isPreference(choices, found), text?.textId];
  const plan = useAnswer(JSON.stringify(about), () =>
    bench.lab.plan(configOf(choices, method, sizeOf(bench), found, familyOf(bench)), facts),
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

/** Characters of the texts that the base has no token for, before anything is trained. */
function Unknown() {
  const { t } = useTranslation();
  const bench = useBench();
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const texts = useBenchStore('texts', (state) => state.texts);
  const brought = broughtFor(choices.texts, null);
  const textId = brought === undefined ? undefined : texts[brought]?.textId;
  const { base, texts: rows } = choices;
  const unknown = useAnswer(base && JSON.stringify([base, rows, textId]), () =>
    bench.lab.unknownCharacters({
      config: configOf(choices, 'full', sizeOf(bench), null, familyOf(bench)),
      ...(textId !== undefined && { textId }),
    }),
  );
  if (!unknown || 'code' in unknown || unknown.count === 0) return null;
  const { count, all, characters, isLeftOut } = unknown;
  const words = isLeftOut ? 'characters_left_out' : 'characters_unknown';
  return (
    <div data-testid="finetune-unknown">
      <Alert>{t(`error.${words}`, { count, all, characters: characters.join(' ') })}</Alert>
    </div>
  );
}
