// The queue as the page shows it, and the question that it asks where something runs already.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { canPause, usesDevice, type Job, type JobKind } from '../../host/protocol/jobs';

/** Behind what runs, or in its place for now. */
export type JobChoice = 'queue' | 'now';

/** How what runs makes room: it goes on later, or begins again. */
export type MakesRoom = 'pause' | 'restart';

export interface Question {
  readonly running: Job;
  readonly makesRoom: MakesRoom;
  /** Null: neither. */
  readonly answer: (choice: JobChoice | null, isRemembered: boolean) => void;
}

export interface JobState {
  /** In their order, then what has ended, the newest first; null until they are known. */
  readonly jobs: readonly Job[] | null;
  readonly question: Question | null;
  /** Of this visit. */
  readonly remembered: Readonly<Partial<Record<MakesRoom, JobChoice>>>;
  /** What has changed last, for those who listen. */
  readonly news: Job | null;
}

export type JobStore = StoreApi<JobState>;

export const createJobStore = (): JobStore =>
  createStore<JobState>(() => ({ jobs: null, question: null, remembered: {}, news: null }));

/** What has the device. */
export const runningJob = ({ jobs }: Pick<JobState, 'jobs'>): Job | null =>
  jobs?.find(({ kind, state }) => state === 'running' && usesDevice(kind)) ?? null;

/** What is worked on here, whatever it needs. */
export const hasJobHere = ({ jobs }: Pick<JobState, 'jobs'>): boolean =>
  jobs?.some(({ state, isElsewhere }) => state === 'running' && !isElsewhere) ?? false;

export const isWaiting = ({ state }: Job): boolean => state === 'waiting' || state === 'paused';

/** What has begun, ended or come to wait since the list before. */
export const changedJobs = (before: readonly Job[], now: readonly Job[]): Job[] =>
  now.filter(({ id, state }) => before.find((one) => one.id === id)?.state !== state);

const roomBy = ({ kind }: Job): MakesRoom => (canPause(kind) ? 'pause' : 'restart');

/** Asks where the device is busy; at once where it is free, or the user has said so for this visit. */
export async function choiceFor(store: JobStore, kind: JobKind): Promise<JobChoice | null> {
  const { jobs, remembered } = store.getState();
  const running = usesDevice(kind) ? runningJob({ jobs }) : null;
  if (running) return remembered[roomBy(running)] ?? ask(store, running);
  // One that the user has paused holds up what waits, not what is begun by hand.
  const isHeld = jobs?.some(({ state, isYielding }) => state === 'paused' && !isYielding);
  return isHeld ? 'now' : 'queue';
}

/** Whether it may begin in place of what runs: what has to begin again is not sent away unasked. */
export async function mayTakePlace(store: JobStore, kind: JobKind): Promise<boolean> {
  const running = usesDevice(kind) ? runningJob(store.getState()) : null;
  if (!running || canPause(running.kind)) return true;
  return (store.getState().remembered.restart ?? (await ask(store, running))) === 'now';
}

/** A question that nobody has answered yet is withdrawn. */
function ask(store: JobStore, running: Job): Promise<JobChoice | null> {
  store.getState().question?.answer(null, false);
  const makesRoom = roomBy(running);
  return new Promise((resolve) => {
    const answer: Question['answer'] = (choice, isRemembered) => {
      store.setState(({ remembered }) => ({
        question: null,
        ...(choice && isRemembered && { remembered: { ...remembered, [makesRoom]: choice } }),
      }));
      resolve(choice);
    };
    store.setState({ question: { running, makesRoom, answer } });
  });
}
