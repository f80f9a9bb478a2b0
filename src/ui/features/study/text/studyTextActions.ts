import type { PageText } from '../../../../host/protocol/studyText';
import { dataSchema } from '../../../../training/run/config';
import type { Bench } from '../../../stores/bench';
import { telling } from '../../../stores/notices';

/** Of a model that is trained first, or one of which nobody knows what it was trained on. */
export const FIRST_TEXT: PageText = { data: { corpus: 'story' } };

/** Of a model whose objective is of examples. */
export const textOfSet = (set: string): PageText => ({
  data: { corpus: 'task', examples: { set } },
});

/** What studies of an imported model read from now on; null: what it was trained on. */
export const saveStudyText = (bench: Bench, id: string, text: PageText | null) =>
  telling(bench, async () => {
    const { lab } = bench;
    const [modelId = id] = id.split('+');
    if (text === null) return lab.models.chooseText(modelId, null);
    const { textId, data } = text;
    const content = textId === undefined ? undefined : await lab.contentId(textId);
    await lab.models.chooseText(modelId, { ...dataSchema.parse(data), content });
  });
