// How every study is started, followed and stopped; what it is about stays with its page.
import { toErrorData } from '../../../host/lab/labError';
import type { WithPageText } from '../../../host/protocol/studyText';
import type { Studies, StudyKind } from '../../../host/protocol/study';
import type { Bench } from '../../stores/bench';
import { telling } from '../../stores/notices';
import { pauseForStudy } from '../../stores/runActions';
import type { StudyStore } from './studyStore';

export const storeOf = <Kind extends StudyKind>(bench: Bench, kind: Kind): StudyStore<Kind> =>
  bench[kind] as unknown as StudyStore<Kind>;

/** Does nothing while the study runs already, or where there is nothing to ask. */
export async function runStudy<Kind extends StudyKind>(
  bench: Bench,
  kind: Kind,
  requestOf: () => WithPageText<Studies[Kind]['request']> | null,
): Promise<void> {
  const store = storeOf(bench, kind);
  if (store.getState().state === 'running') return;
  try {
    const request = requestOf();
    if (!request) return;
    store.setState({ state: 'running', update: null, error: null });
    await pauseForStudy(bench);
    await bench.lab.runStudy(kind, request, (update) => store.setState({ update }));
    const isStopped = store.getState().update?.progress.phase === 'stopped';
    store.setState({ state: isStopped ? 'stopped' : 'done' });
  } catch (thrown) {
    const error = toErrorData(thrown);
    // Another one took its place before it could begin.
    if (error.code === 'study_stopped') store.setState({ state: 'stopped' });
    else store.setState({ state: 'failed', error });
  }
}

/** A failure to stop is shown and changes nothing. */
export const stopStudy = (bench: Bench, kind: StudyKind): Promise<unknown> =>
  telling(bench, () => bench.lab.stopStudy(kind));

/** Software adapters get the small model. */
export const sizeOf = ({ device }: Bench): 'small' | 'large' => {
  const { device: state } = device.getState();
  return state.status === 'ready' && !state.adapter.software ? 'large' : 'small';
};
