// The first two models of a recipe: a general base, trained or opened, and that base fine-tuned on the domain.
import type { BaseModel } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { prepareData } from '../../data/corpus';
import { baseOfExport } from '../../lab/bases';
import { comparableOn } from '../compare/contest/opened';
import type { Comparable } from '../compare/contest/setup';
import type { RunEvent } from '../../protocol/run';
import { runThrough } from '../runThrough';
import type { StudyJob } from '../study';

export type WriterJob = StudyJob<'writer'>;

/** @throws BenchtopError unknown_run | unknown_base, and what training fails with */
export async function baseOf(job: WriterJob): Promise<BaseModel> {
  const { request, bases } = job;
  if (request.base) return bases.open(request.base);
  return trained(job, request.general, await untrainedBase(job));
}

export const finetuned = (job: WriterJob, base: BaseModel): Promise<BaseModel> =>
  trained(job, job.request.domain, base);

/** A model with the text of these settings. @throws BenchtopError nothing_to_compare */
export const onText = (
  job: WriterJob,
  model: BaseModel,
  { data, training }: RunConfig,
): Promise<Comparable> => comparableOn(job, model, { data }, job.signal, training.max_length);

/** A tokenizer that knows both texts, so that fine-tuning meets no unknown character. */
async function untrainedBase({ request, readAsset, signal }: WriterJob): Promise<BaseModel> {
  const { general, domain } = request;
  const { corpus, size_chars } = domain.data;
  const more = [{ corpus, size_chars, from_step: 1 }];
  const { tokenizer, text } = await prepareData(
    { ...general, data: { ...general.data, more } },
    { readAsset, signal, onProgress: () => undefined },
  );
  const { name, model: config } = general;
  return { name, config, vocabSize: text.special.vocabSize, tokenizer, weights: new Map() };
}

function trained(job: WriterJob, config: RunConfig, base: BaseModel): Promise<BaseModel> {
  const hear = (event: RunEvent): void => {
    if (event.type !== 'steps') return;
    job.progress.tell(event.progress.step / event.progress.maxSteps);
  };
  const { specialIds } = base;
  return runThrough(job, { config, base, autoSize: false }, hear, async (run) => ({
    ...baseOfExport(run.name, await run.exported()),
    specialIds,
  }));
}
