// The Worker's side of client.ts: all services of the engine as one object, over comlink.
import { expose } from 'comlink';
import { DataLibrary } from '../data/dataLibrary';
import type { TextLibrary } from '../data/textLibrary';
import { TokenizerLibrary } from '../data/tokenizerLibrary';
import { prepareWire } from '../lab/labError';
import type { ExemplifyRequest, Exemplified } from '../protocol/examples';
import type { Lab, StartRequest, TextRequest } from '../protocol/lab';
import type { ModelService } from '../models/modelLibrary';
import type { PageText, WithPageText } from '../protocol/studyText';
import type { Studies, StudyKind, StudyUpdate } from '../protocol/study';
import type { UnknownFacts } from '../../training/tokenizers/unknownCharacters';
import type { SavedRunService } from '../storage/savedRunService';

/** From the page: its text stands on the Worker's library. */
export type WithTextId<Request> = Omit<Request, 'text'> & { readonly textId?: string };

interface LabWithTexts extends Omit<Lab, 'start' | 'exemplify' | 'unknownCharacters' | 'runStudy'> {
  start(request: WithTextId<StartRequest>): Promise<void>;
  exemplify(request: WithTextId<ExemplifyRequest>): Promise<Exemplified>;
  unknownCharacters(request: WithTextId<TextRequest>): Promise<UnknownFacts>;
  runStudy<Kind extends StudyKind>(
    kind: Kind,
    request: WithPageText<Studies[Kind]['request']>,
    onUpdate: (update: StudyUpdate<Kind>) => void,
  ): Promise<Studies[Kind]['result']>;
}

/** Without what is private, which would tie the page to the class itself. */
type Public<Service> = Pick<Service, keyof Service>;

export type LabService = LabWithTexts &
  Omit<TextLibrary, 'get' | 'signal' | 'keepSplits' | 'finder'> &
  Public<DataLibrary> &
  SavedRunService &
  Public<TokenizerLibrary> & { readonly models: ModelService };

export function labService(
  lab: Lab,
  savedRuns: SavedRunService,
  models: ModelService,
  library: TextLibrary,
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
  const withTexts: Pick<LabWithTexts, 'start' | 'exemplify' | 'unknownCharacters' | 'runStudy'> = {
    start: (request) => lab.start(withText(request)),
    exemplify: (request) => lab.exemplify(withText(request)),
    unknownCharacters: (request) => lab.unknownCharacters(withText(request)),
    runStudy: (kind, request, onUpdate) =>
      lab.runStudy(kind, withChosen(request) as Studies[typeof kind]['request'], onUpdate),
  };
  const data = new DataLibrary(library);
  const vocabularies = new TokenizerLibrary(library);
  return composed([withTexts, lab, savedRuns, library, data, vocabularies, { models }]);
}

/** One object with the members of all; the first that has one gives it. */
function composed(services: readonly object[]): LabService {
  const get = (_target: object, name: PropertyKey): unknown => {
    const service = services.find((one) => name in one);
    const member: unknown = service && Reflect.get(service, name);
    return typeof member === 'function' ? member.bind(service) : member;
  };
  return new Proxy({}, { get }) as LabService;
}

/** What worker.ts calls. */
export function serveLab(...services: Parameters<typeof labService>): void {
  prepareWire();
  expose(labService(...services));
}
