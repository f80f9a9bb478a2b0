import { learnsText } from '../../../../host/studies/finetune/request';
import { checkTexts, type Problem } from '../../../settings/validate';
import { useBenchStore } from '../../../stores/context';
import { useArguments } from './FinetuneArguments';

/** Why the texts cannot be read as they are listed; null where they can, or examples are learned. */
export function useTextsProblem(): Problem | null {
  const choices = useBenchStore('finetune', (finetune) => finetune.choices);
  const read = useArguments();
  return learnsText(choices) && read ? checkTexts(choices.texts, read.steps) : null;
}
