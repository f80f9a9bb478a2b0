import { useEffect, useState } from 'react';
import type { RunPlan } from '../../../host/protocol/run';
import { listingConfig } from '../../../host/studies/distill/request';
import { FINETUNE_DEFAULTS, finetuneRequest } from '../../../host/studies/finetune/request';
import { writerRequest } from '../../../host/studies/writer/request';
import { DISTILL_STORY } from '../../../experiments/distill';
import { studentOf } from '../../../training/objectives/distillation/distillConfig';
import { windowGrid } from '../../../training/objectives/distillation/distillWindows';
import { runConfigSchema, type RunConfig } from '../../../training/run/config';
import { stepsFor } from '../../../training/run/duration';
import { useBench, useDevice } from '../../stores/context';
import { sizeOf } from '../study/study';
import { stepMsOf, useSpeed } from '../study/useSpeed';

export type RecipeId = 'writer' | 'sentiment' | 'distill';

/** A training that a recipe does, so many times. */
interface Work {
  readonly config: RunConfig;
  readonly steps: number;
  readonly times: number;
}

/** Characters of a corpus without a fixed vocabulary, roughly. */
const CHARACTERS = 1100;
/** Of evaluation, writing and timing beside the training. */
const BESIDE = 1.3;

const runOf = (config: RunConfig): Work => ({ config, steps: config.training.max_steps, times: 1 });

function workOf(size: 'small' | 'large'): Readonly<Record<RecipeId, readonly Work[]>> {
  const { general, domain, distill } = writerRequest('zh', size);
  const student = { ...domain, model: studentOf(domain.model, distill) };
  const { pretrain, arms } = finetuneRequest(FINETUNE_DEFAULTS, size);
  const teacher = runConfigSchema.parse(DISTILL_STORY.teacherRun);
  const listing = listingConfig('listing', size);
  const windows = windowGrid(listing.tokens, teacher.model.n_positions).length;
  const { training } = listing;
  const large = { ...teacher, model: studentOf(teacher.model, listing), training };
  const times = 2 * distill.seeds.length;
  return {
    writer: [
      runOf(general),
      runOf(domain),
      { config: student, steps: distill.training.max_steps, times },
    ],
    sentiment: [...(pretrain ? [runOf(pretrain)] : []), ...arms.map(({ config }) => runOf(config))],
    distill: [
      runOf(teacher),
      { config: large, steps: stepsFor(training, windows), times: 2 * listing.seeds.length },
    ],
  };
}

/** How long each takes here, in ms, as far as its plans are known. */
export function useRecipeDurations(): Readonly<Partial<Record<RecipeId, number>>> {
  const bench = useBench();
  const hasDevice = useDevice().status === 'ready';
  const speed = useSpeed();
  const [plans, setPlans] = useState<
    Partial<Record<RecipeId, readonly (readonly [Work, RunPlan])[]>>
  >({});
  useEffect(() => {
    if (!hasDevice) return;
    let isCurrent = true;
    const planAll = async () => {
      for (const [id, work] of Object.entries(workOf(sizeOf(bench)))) {
        const found: (readonly [Work, RunPlan])[] = [];
        for (const one of work) {
          const { tokenizer } = one.config;
          const vocabSize = 'vocab_size' in tokenizer ? tokenizer.vocab_size : CHARACTERS;
          const plan = await bench.lab.plan(one.config, { vocabSize }).catch(() => null);
          if (!isCurrent) return;
          if (plan) found.push([one, plan]);
        }
        if (found.length === work.length) setPlans((known) => ({ ...known, [id]: found }));
      }
    };
    void planAll();
    return () => {
      isCurrent = false;
    };
  }, [bench, hasDevice]);
  return Object.fromEntries(
    Object.entries(plans).map(([id, all]) => [
      id,
      BESIDE *
        all.reduce(
          (sum, [{ steps, times }, plan]) => sum + steps * times * stepMsOf(speed, plan),
          0,
        ),
    ]),
  );
}
