// What the user can do with the recipes: start each with one press, and take the finance writer's models along.
import type { WriterLanguage } from '../../../experiments/financeWriter';
import {
  languageRequest,
  listingConfig,
  type ListingForm,
} from '../../../host/studies/distill/request';
import { FINETUNE_DEFAULTS, finetuneRequest } from '../../../host/studies/finetune/request';
import { writerRequest } from '../../../host/studies/writer/request';
import type { WriterStage } from '../../../host/protocol/writer';
import { writerModelId } from '../../../host/studies/writer/ids';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';
import { modelTextIn } from '../study/text/modelText';
import { FIRST_TEXT } from '../study/text/studyTextActions';
import { runStudy, sizeOf } from '../study/study';

export const startWriter = (bench: Bench, language: WriterLanguage): Promise<void> =>
  runStudy(bench, 'writer', () => {
    const { base } = bench.writer.getState().choices;
    return writerRequest(language, sizeOf(bench), base ?? undefined);
  });

/** The Fine-tuning page's defaults, with the reviews of this language. */
export function startSentiment(bench: Bench, language: WriterLanguage): void {
  const set = language === 'zh' ? 'reviews_zh' : 'reviews';
  const choices = { ...FINETUNE_DEFAULTS, set };
  void runStudy(bench, 'finetune', () => {
    bench.finetune.setState({ choices });
    return finetuneRequest(choices, sizeOf(bench));
  });
}

/** With the teacher that is chosen on the Distillation page. */
export function startDistillation(bench: Bench, form: ListingForm): void {
  void runStudy(bench, 'distill', () => {
    const { choices } = bench.distill.getState();
    const { teacher, text } = choices.language;
    const isUnknown = teacher !== null && modelTextIn(bench, teacher)?.isUnknown;
    const read = text ?? (isUnknown ? FIRST_TEXT : null);
    const config = listingConfig(form, sizeOf(bench));
    bench.distill.setState({
      task: 'language',
      choices: { ...choices, language: { ...choices.language, config } },
    });
    return { ...languageRequest(config, teacher), ...(read && { text: read }) };
  });
}

/** All stages among the models, the fine-tuned one as what the others are compared with; whether that went well. */
export async function keepAndCompare(
  bench: Bench,
  stages: readonly { readonly id: WriterStage; readonly name: string }[],
): Promise<boolean> {
  const ids: string[] = [];
  for (const { id, name } of stages) {
    const model = await telling(bench, () => bench.lab.models.keepRun(writerModelId(id), name));
    if (!model) return false;
    ids.push(model.id);
  }
  const [base, ...others] = ids.map((id) => ({ kind: 'loaded', id }) as const);
  bench.compare.setState(({ options }) => ({
    options: { ...options, base: base!, text: null, others },
  }));
  return true;
}
