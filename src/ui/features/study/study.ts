// How every study is started, followed and stopped; what it is about stays with its page.
import { toErrorData } from '../../../host/lab/labError';
import type { LabErrorData } from '../../../host/protocol/error';
import type { Bench } from '../../stores/bench';

interface Followed<Update> {
  state: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  /** What is known so far. */
  update: Update | null;
  error: LabErrorData | null;
}

interface StudyStore<Update> {
  getState(): Followed<Update>;
  setState(changed: Partial<Followed<Update>>): void;
}

/** Does nothing while the study runs already. `work` gives its updates to `onUpdate` and ends with the study. */
export async function runStudy<Update extends { readonly stage: string }>(
  store: StudyStore<Update>,
  work: (onUpdate: (update: Update) => void) => Promise<unknown>,
): Promise<void> {
  if (store.getState().state === 'running') return;
  store.setState({ state: 'running', update: null, error: null });
  try {
    await work((update) => store.setState({ update }));
    const stage = store.getState().update?.stage;
    store.setState({ state: stage === 'stopped' ? 'stopped' : 'done' });
  } catch (thrown) {
    store.setState({ state: 'failed', error: toErrorData(thrown) });
  }
}

/** The lab hears of the page's visibility while `work` goes on: what a hidden page measures does not count. */
export async function tellingHidden(
  { lab }: Bench,
  work: (tell: () => void) => Promise<unknown>,
): Promise<void> {
  const tell = (): void => void lab.tellHidden(document.hidden);
  document.addEventListener('visibilitychange', tell);
  try {
    await work(tell);
  } finally {
    document.removeEventListener('visibilitychange', tell);
  }
}

/** A failure to stop is shown and changes nothing. */
export async function stopStudy({ notices }: Bench, stop: () => Promise<void>): Promise<void> {
  try {
    await stop();
  } catch (thrown) {
    notices.getState().showError(toErrorData(thrown));
  }
}

/** Software adapters get the small model. */
export const sizeOf = ({ device }: Bench): 'small' | 'large' => {
  const { device: state } = device.getState();
  return state.status === 'ready' && !state.adapter.software ? 'large' : 'small';
};
