// How every study is asked for and stopped; what it is about stays with its page.
import { toErrorData } from '../../../host/lab/labError';
import type { WithPageText } from '../../../host/protocol/studyText';
import type { Studies, StudyKind } from '../../../host/protocol/study';
import type { PageTask } from '../../../host/protocol/jobs';
import type { BaseRef } from '../../../training/models/baseModel';
import type { Bench } from '../../stores/bench';
import { enqueue, stopJob } from '../../stores/jobActions';
import { findModel, modelsIn } from '../../stores/models/useModels';
import type { StudyStore } from './studyStore';

type Request<Kind extends StudyKind> = WithPageText<Studies[Kind]['request']>;

/** Into the queue; nothing where there is nothing to ask. */
export async function runStudy<Kind extends StudyKind>(
  bench: Bench,
  kind: Kind,
  requestOf: () => Request<Kind> | null,
): Promise<void> {
  try {
    const request = requestOf();
    if (request) await enqueue(bench, { kind, request } as PageTask, subjectOf(bench, request));
  } catch (thrown) {
    const store = bench[kind] as unknown as StudyStore<Kind>;
    store.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

/** The model that it starts from, by its name; empty where that is made first. */
function subjectOf(bench: Bench, request: object): string {
  const { model, teacher, base } = request as Partial<
    Record<'model' | 'teacher' | 'base', BaseRef>
  >;
  const subject = model ?? teacher ?? base;
  return (subject && findModel(modelsIn(bench), subject)?.name) ?? '';
}

/** It ends after the piece at hand. */
export async function stopStudy(bench: Bench, kind: StudyKind): Promise<void> {
  const { jobs } = bench.jobs.getState();
  const job = jobs?.find((one) => one.kind === kind && one.state === 'running');
  if (job) await stopJob(bench, job);
}

/** Software adapters get the small model. */
export const sizeOf = ({ device }: Bench): 'small' | 'large' => {
  const { device: state } = device.getState();
  return state.status === 'ready' && !state.adapter.software ? 'large' : 'small';
};
