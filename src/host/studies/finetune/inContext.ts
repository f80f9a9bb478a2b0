// Few-shot without training: the base is asked with the examples in its prompt, by log-likelihood.
import type { ComputeContext } from '../../../gpu/compute';
import type { Examples } from '../../../training/data/examples/examples';
import { inContext } from '../../../training/evaluate/inContext';
import { countedShare, meanOf } from '../../../training/evaluate/statistics';
import { scoreChoices } from '../../../training/evaluate/evalTask';
import { choiceRows } from '../../../training/evaluate/evalTaskRows';
import { logLikelihoods } from '../../../training/evaluate/evalTaskScorer';
import { encodable } from '../../../training/generate/prompt';
import { idsToContinue } from '../../../training/tokenizers/frame';
import type { BaseModel } from '../../../training/models/baseModel';
import { buildModel } from '../../../training/models/model';
import { uploadWeights } from '../../../training/models/upload';
import { ParameterSet } from '../../../training/parameters';
import { isGenerativeFamily } from '../../../training/models/families';
import { lookUp } from '../../../training/run/state';
import { windowReader } from '../compare/contest/heldOutLogits';
import { hostError } from '../../protocol/error';
import type { PromptedRun } from '../../protocol/finetune';

/** Windows of fewer lengths need fewer programs. */
const LENGTH_STEP = 32;

/** @throws BenchtopError no_prompting */
export async function askInContext(
  context: ComputeContext,
  base: BaseModel,
  examples: Examples,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<Omit<PromptedRun, 'seed'> | null> {
  const { config, vocabSize, tokenizer, weights, name } = base;
  if (!isGenerativeFamily(config.family)) throw hostError('no_prompting', { name });
  const model = buildModel(config, vocabSize);
  const most = model.contextLength;
  const tokensOf = (text: string): number =>
    idsToContinue(tokenizer, encodable(tokenizer, text)).length;
  // The last token is predicted and not read.
  const { questions, shown } = inContext(examples, tokensOf, most + 1);
  const rows = questions.flatMap((question) => choiceRows(tokenizer, question, most));
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const seqLen = Math.min(most, Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP);
  const parameters = new ParameterSet(model.parameters);
  try {
    uploadWeights(context.buffers, parameters, weights);
    const writer = { model, parameter: lookUp(parameters) };
    const reader = await windowReader(context, writer, seqLen, rows.length);
    const onDone = (done: number): void => onShare(done / rows.length);
    const found = await logLikelihoods(rows, vocabSize, reader, signal, onDone).finally(() =>
      reader.destroy(),
    );
    if (signal.aborted) return null;
    const classes = examples.labels.length;
    const logs = questions.map((_, index) => found.slice(index * classes, (index + 1) * classes));
    const { right, macroF1 } = scoreChoices(questions, logs);
    const counted = countedShare(meanOf(right), right.length);
    return { ...counted, macroF1, shown, offered: examples.train.length };
  } finally {
    context.buffers.freeResident(parameters.weights.buffer);
  }
}
