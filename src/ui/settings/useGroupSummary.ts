import { useTranslation } from 'react-i18next';
import type { RunConfig } from '../../training/run/config';
import { usePartWords } from '../charts/usePartWords';
import { formatCount, formatSetting } from '../kit/format';
import { useLanguage } from '../stores/context';
import type { ChoiceValue, KnobGroup } from './knobs';
import { weightsOf } from './objectives';

/** What a closed group holds, in a few words. */
export function useGroupSummary(group: KnobGroup, config: RunConfig): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const partWords = usePartWords();
  const { data, tokenizer, model, training, sample } = config;
  switch (group) {
    case 'data':
      if (data.corpus === 'task') return t('knobs.choice.task');
      return `${t(`knobs.choice.${data.corpus as ChoiceValue}`)}, ${t(`knobs.choice.${tokenizer.kind}`)}`;
    case 'model':
      return `${t(`knobs.choice.${model.family}`)}, ${model.n_layer} × ${model.n_embd}`;
    case 'objective':
      return weightsOf(config)
        .map(({ name }) => partWords(name))
        .join(' + ');
    case 'training':
      return `${formatCount(training.max_steps, language)} ${t('knobs.unit.steps')}, ${formatSetting(training.learning_rate)}`;
    case 'watching':
      return t('knobs.every', {
        steps: formatCount(training.eval_steps, language),
        count: training.eval_steps,
      });
    case 'sampling':
      return t('sample.temperature', { value: sample.temperature });
  }
}
