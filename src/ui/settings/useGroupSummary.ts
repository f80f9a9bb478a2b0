import { useTranslation } from 'react-i18next';
import { listedTexts } from '../../training/run/texts/textSchedule';
import type { RunConfig } from '../../training/run/config';
import { useObjectiveName } from './useObjectiveName';
import { formatCount, formatSetting } from '../kit/format';
import type { ChoiceValue, SettingGroup } from './settings';
import { weightsOf } from './objectives';

const textsOf = (config: RunConfig): ChoiceValue[] =>
  [...new Set(listedTexts(config).map(({ corpus }) => corpus))] as ChoiceValue[];

/** What a closed group holds, in a few words. */
export function useGroupSummary(group: SettingGroup, config: RunConfig): string {
  const { t } = useTranslation();
  const objectiveName = useObjectiveName();
  const { data, tokenizer, model, training, sample } = config;
  switch (group) {
    case 'data':
      if (data.corpus === 'task') return t('settings.choice.task');
      return `${textsOf(config)
        .map((corpus) => t(`settings.choice.${corpus}`))
        .join(' + ')}, ${t(`settings.choice.${tokenizer.kind}`)}`;
    case 'model':
      return `${t(`settings.choice.${model.family}`)}, ${model.n_layer} × ${model.n_embd}`;
    case 'objective':
      return weightsOf(config)
        .map(({ name }) => objectiveName(name))
        .join(' + ');
    case 'training':
      return `${formatCount(training.max_steps)} ${t('settings.unit.steps')}, ${formatSetting(training.learning_rate)}`;
    case 'watching':
      return t('settings.every', { count: training.eval_steps });
    case 'sampling':
      return t('sample.temperature', { value: sample.temperature });
  }
}
