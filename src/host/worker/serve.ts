// The Worker's side of client.ts: all services of the engine as one object, over comlink.
import { expose } from 'comlink';
import { DataShelf, type DataService } from '../data/dataShelf';
import { TextShelf, type Texts } from '../data/textShelf';
import { VocabularyShelf, type VocabularyService } from '../data/vocabularyShelf';
import { prepareWire } from '../lab/labError';
import type { ExemplifyRequest, Exemplified } from '../protocol/examples';
import type { Lab, StartRequest } from '../protocol/lab';
import type { ModelService } from '../protocol/models';
import type { KeptService } from '../storage/keptService';

/** From the page: its text stands on the Worker's shelf. */
export type WithTextId<Request> = Omit<Request, 'text'> & { readonly textId?: string };

interface LabWithTexts extends Omit<Lab, 'start' | 'exemplify'> {
  start(request: WithTextId<StartRequest>): Promise<void>;
  exemplify(request: WithTextId<ExemplifyRequest>): Promise<Exemplified>;
}

export type LabService = LabWithTexts &
  Texts &
  DataService &
  KeptService &
  VocabularyService & { readonly models: ModelService };

export function labService(
  lab: Lab,
  kept: KeptService,
  models: ModelService,
  shelf = new TextShelf(),
): LabService {
  const withText = <Request extends { readonly textId?: string }>({ textId, ...rest }: Request) =>
    textId === undefined ? rest : { ...rest, text: shelf.get(textId) };
  const withTexts: Pick<LabWithTexts, 'start' | 'exemplify'> = {
    start: (request) => lab.start(withText(request)),
    exemplify: (request) => lab.exemplify(withText(request)),
  };
  const data = new DataShelf(shelf);
  const vocabularies = new VocabularyShelf(shelf);
  return composed([withTexts, lab, kept, shelf, data, vocabularies, { models }]);
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
export function serveLab(lab: Lab, kept: KeptService, models: ModelService): void {
  prepareWire();
  expose(labService(lab, kept, models));
}
