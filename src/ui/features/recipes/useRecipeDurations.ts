import { FINETUNE_DEFAULTS, finetuneRequest } from '../../../host/studies/finetune/request';
import { languageRequest, listingConfig } from '../../../host/studies/distill/request';
import { writerRequest } from '../../../host/studies/writer/request';
import { useBench } from '../../stores/context';
import { sizeOf } from '../study/study';
import {
  distillTrainings,
  finetuneTrainings,
  writerTrainings,
} from '../../settings/duration/trainings';
import { useTrainingTime } from '../../settings/duration/useTrainingTime';

export type RecipeId = 'writer' | 'sentiment' | 'distill';

/** How long each takes here, in ms, as far as its plans are known. */
export function useRecipeDurations(): Readonly<Record<RecipeId, number | null>> {
  const size = sizeOf(useBench());
  const writer = useTrainingTime(writerTrainings(writerRequest('zh', size)));
  const sentiment = useTrainingTime(finetuneTrainings(finetuneRequest(FINETUNE_DEFAULTS, size)));
  const distill = useTrainingTime(
    distillTrainings(languageRequest(listingConfig('listing', size)), null),
  );
  return { writer, sentiment, distill };
}
