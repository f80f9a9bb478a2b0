// The Worker's side of client.ts: all services of the engine as one object, over comlink.
import { expose } from 'comlink';
import { DataLibrary } from '../data/dataLibrary';
import type { TextLibrary } from '../data/textLibrary';
import { TokenizerLibrary } from '../data/tokenizerLibrary';
import { prepareWire } from '../lab/labError';
import type { ExemplifyRequest, Exemplified } from '../protocol/examples';
import type { JobService } from '../jobs/jobQueue';
import type { JobTask, PageTask } from '../protocol/jobs';
import type { Lab, StartRequest, TextRequest } from '../protocol/lab';
import type { ModelService } from '../models/modelLibrary';
import type { PageText, WithTextId } from '../protocol/studyText';
import type { UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import type { SavedRunService } from '../storage/savedRunService';

/** What is long is asked of the queue. */
interface LabWithTexts extends Omit<
  Lab,
  'start' | 'exemplify' | 'unknownCharacters' | 'runStudy' | 'stopStudy'
> {
  /** Beside the queue, for scripts. */
  start(request: WithTextId<StartRequest>): Promise<void>;
  exemplify(request: WithTextId<ExemplifyRequest>): Promise<Exemplified>;
  unknownCharacters(request: WithTextId<TextRequest>): Promise<UnknownFacts>;
}

interface Jobs extends Omit<JobService, 'add'> {
  add(task: PageTask, name: string, isNow: boolean): Promise<string>;
}

/** Without what is private, which would tie the page to the class itself. */
type Public<Service> = Pick<Service, keyof Service>;

export type LabService = LabWithTexts &
  Omit<TextLibrary, 'get' | 'signal' | 'keepSplits' | 'finder'> &
  Public<DataLibrary> &
  SavedRunService &
  Public<TokenizerLibrary> & { readonly models: ModelService; readonly jobs: Jobs };

export function labService(
  lab: Lab,
  savedRuns: SavedRunService,
  models: ModelService,
  library: TextLibrary,
  queue: JobService,
): LabService {
  const withText = <Request extends { readonly textId?: string }>({ textId, ...rest }: Request) =>
    textId === undefined ? rest : { ...rest, text: library.get(textId) };
  const chosen = ({ textId, ...text }: PageText) =>
    textId === undefined ? text : { ...text, supplied: library.get(textId) };
  const withChosen = (given: object) => {
    const request = given as Partial<Record<'text' | 'general', PageText>>;
    const { text, general } = request;
    return {
      ...request,
      ...(text && { text: chosen(text) }),
      ...(general && { general: chosen(general) }),
    };
  };
  const withTexts: Pick<LabWithTexts, 'start' | 'exemplify' | 'unknownCharacters'> = {
    start: (request) => lab.start(withText(request)),
    exemplify: (request) => lab.exemplify(withText(request)),
    unknownCharacters: (request) => lab.unknownCharacters(withText(request)),
  };
  const taskOf = ({ kind, request }: PageTask): JobTask => {
    if (kind !== 'train' && kind !== 'range_test')
      return { kind, request: withChosen(request) } as JobTask;
    const { start, ...run } = request;
    return { kind, request: start ? { ...run, start: withText(start) } : run };
  };
  const jobs = composed<Jobs>([
    { add: async (task, ...more) => queue.add(taskOf(task), ...more) } satisfies Pick<Jobs, 'add'>,
    queue,
  ]);
  const data = new DataLibrary(library);
  const vocabularies = new TokenizerLibrary(library);
  return composed<LabService>([
    withTexts,
    lab,
    savedRuns,
    library,
    data,
    vocabularies,
    { models, jobs },
  ]);
}

/** One object with the members of all; the first that has one gives it. */
function composed<Service extends object>(services: readonly object[]): Service {
  const get = (_target: object, name: PropertyKey): unknown => {
    const service = services.find((one) => name in one);
    const member: unknown = service && Reflect.get(service, name);
    return typeof member === 'function' ? member.bind(service) : member;
  };
  return new Proxy({}, { get }) as Service;
}

/** What worker.ts calls. */
export function serveLab(...services: Parameters<typeof labService>): void {
  prepareWire();
  expose(labService(...services));
}
