// A library of models for pages without an engine: nothing is on it.
import type { ModelService } from '../../src/host/models/modelLibrary';

const none = (): Promise<never> => Promise.reject(new Error('There is no model here.'));
const nothing = (): Promise<void> => Promise.resolve();

export const fakeModels: ModelService = {
  watch: (onChange) => Promise.resolve(onChange([])),
  ready: () => Promise.resolve([]),
  import: none,
  importAdapter: none,
  removeAdapter: none,
  offer: none,
  download: none,
  abort: nothing,
  rename: none,
  chooseText: nothing,
  remove: none,
  restore: none,
  exportChoices: () => Promise.resolve([{ form: 'stored', sizeBytes: 1000 }]),
  files: none,
  zip: none,
  runFiles: none,
  runZip: none,
  keepRun: none,
  keepVariant: none,
  chatTemplates: () => Promise.resolve(['default']),
  chatPrompt: none,
  classify: ({ text }) =>
    Promise.resolve({
      labels: ['positive', 'negative'],
      probabilities: [0.87, 0.13],
      tokens: Math.ceil(text.length / 3),
      left: 0,
      newWords: text.includes('movie') ? ['movie'] : [],
      words: text.split(/\s+/).length,
    }),
  attribute: ({ text }) =>
    Promise.resolve({
      label: 'positive',
      parts: text.split(/(\s+)/).map((part, index) => ({
        text: part,
        ...(part.trim() !== '' && { effect: (index % 5) - 2, probability: 0.5 }),
      })),
      left: 0,
    }),
  embed: ({ texts }) =>
    Promise.resolve({
      vectors: texts.map((text) => Float32Array.of(text.length, 1)),
      left: texts.map(() => 0),
    }),
  fill: () =>
    Promise.resolve({
      mask: '[MASK]',
      masks: [
        [
          { id: 1, text: 'time', probability: 0.91 },
          { id: 2, text: 'day', probability: 0.05 },
        ],
      ],
      tokens: 12,
      left: 0,
    }),
  evaluate: none,
  write: none,
  nextTokens: none,
  trueTokens: () => Promise.resolve(null),
  corpusWords: ({ text }) => Promise.resolve([{ text, isWord: false, isKnown: false }]),
  stopWriting: nothing,
  rest: nothing,
};
