// The settings of each experiment as the user has turned them: the next run, not the present one.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toErrorData } from '../../host/lab/labError';
import type { LabErrorData } from '../../host/protocol/error';
import type { RunEvent } from '../../host/protocol/run';
import type { CorpusFacts } from '../../host/protocol/text';
import {
  readTrainingArguments,
  withArguments,
  type ReadArguments,
} from '../../training/io/arguments/trainingArguments';
import { EXPERIMENTS, findExperiment } from '../../experiments/all';
import { broughtText } from '../../training/run/texts/textSchedule';
import { runConfigSchema, type RunConfig } from '../../training/run/config';
import {
  isShown,
  SETTINGS,
  type Setting,
  type SettingId,
  type SettingValue,
} from '../settings/settings';
import type { TextStore } from './textStore';
import { checkTogether, type Problem, type Problems } from '../settings/validate';

export interface Draft {
  config: RunConfig;
  /** What the settings go back to. */
  defaults: RunConfig;
  autoSize: boolean;
  /** Entries that could not be taken over; `config` keeps the last good value. */
  refused: Problems;
  /** What the last JSON of TrainingArguments imported, until it is dismissed. */
  imported: Imported | null;
}

type Imported = { error: LabErrorData } | (Omit<ReadArguments, 'training'> & { taken: string[] });

export interface DraftState {
  drafts: Record<string, Draft>;
  /** What runs have counted, by corpus and tokenizer. */
  corpora: Record<string, CorpusFacts>;
  set: (experimentId: string, setting: Setting, value: SettingValue) => void;
  refuse: (experimentId: string, settingId: SettingId, problem: Problem) => void;
  setAutoSize: (experimentId: string, autoSize: boolean) => void;
  resetAll: (experimentId: string) => void;
  /** A prompt that the imported text surely knows: its own beginning. */
  suggestPrompt: (experimentId: string, prompt: string) => void;
  learn: (experimentId: string, config: RunConfig, corpus: CorpusFacts, textId?: string) => void;
  /** Takes what it can of a JSON of TrainingArguments. */
  takeArguments: (experimentId: string, json: string) => void;
  forgetImport: (experimentId: string) => void;
}

export type DraftStore = StoreApi<DraftState>;

function freshDraft(config: RunConfig, autoSize = true): Draft {
  return { config, defaults: config, autoSize, refused: {}, imported: null };
}

/** Texts and tokenizers alike in this give the same tokens. */
export function corpusKey({ data, tokenizer }: RunConfig, textId = ''): string {
  // A run adds what its text was found to be.
  const { content: _content, ...read } = data;
  return JSON.stringify([read, tokenizer, textId]);
}

export function problemsOf(draft: Draft): Problems {
  return { ...checkTogether(draft.config), ...draft.refused };
}

function without(problems: Problems, id: SettingId): Problems {
  const { [id]: _gone, ...rest } = problems;
  return rest;
}

/** The probe replaces these; everything else in a draft is the user's. */
function takeSizes(config: RunConfig, from: RunConfig): RunConfig {
  return SETTINGS.filter(
    (setting) => setting.sized && isShown(setting, config) && isShown(setting, from),
  ).reduce((result, setting) => setting.write(result, setting.read(from)), config);
}

function chosen(config: RunConfig, setting: Setting, value: SettingValue): RunConfig {
  const written = setting.write(config, value);
  return setting.choose ? setting.choose(written) : written;
}

/** Epochs, strategies and shares as the numbers of steps that a run has made of them. */
function takeSteps(config: RunConfig, { training: ran }: RunConfig): RunConfig {
  const training = { ...config.training };
  const { num_train_epochs: epochs } = training;
  if (epochs !== undefined && epochs === ran.num_train_epochs) training.max_steps = ran.max_steps;
  for (const kind of ['logging', 'eval', 'save'] as const) {
    const steps = ran[`${kind}_steps`];
    const isResolved = training[`${kind}_strategy`] ?? Number(training[`${kind}_steps`]) < 1;
    if (steps !== undefined && isResolved) training[`${kind}_steps`] = steps;
  }
  return { ...config, training };
}

function importArguments(draft: Draft, json: string): Draft {
  try {
    const { training, ...rest } = readTrainingArguments(json);
    const merged = withArguments(draft.config.training, { training });
    const config = { ...draft.config, training: merged };
    const touchesSizes = SETTINGS.some(
      (setting) => setting.sized && setting.read(config) !== setting.read(draft.config),
    );
    return {
      ...draft,
      config,
      autoSize: draft.autoSize && !touchesSizes,
      imported: { ...rest, taken: Object.keys(training) },
    };
  } catch (thrown) {
    return { ...draft, imported: { error: toErrorData(thrown) } };
  }
}

export function createDraftStore(): DraftStore {
  return createStore<DraftState>((set) => {
    const change = (id: string, edit: (draft: Draft) => Draft) =>
      set(({ drafts }) => {
        const draft = drafts[id];
        return draft ? { drafts: { ...drafts, [id]: edit(draft) } } : {};
      });
    return {
      drafts: Object.fromEntries(
        EXPERIMENTS.map(({ id, config, keepsSizes }) => [
          id,
          freshDraft(runConfigSchema.parse(config), !keepsSizes),
        ]),
      ),
      corpora: {},
      set: (id, setting, value) =>
        change(id, (draft) => ({
          ...draft,
          config: chosen(draft.config, setting, value),
          autoSize: draft.autoSize && !setting.sized,
          refused: without(draft.refused, setting.id),
        })),
      refuse: (id, settingId, problem) =>
        change(id, (draft) => ({ ...draft, refused: { ...draft.refused, [settingId]: problem } })),
      setAutoSize: (id, autoSize) => change(id, (draft) => ({ ...draft, autoSize })),
      suggestPrompt: (id, prompt) =>
        change(id, ({ config, defaults, ...draft }) => {
          const isOwn = config.sample.prompt !== defaults.sample.prompt;
          const sample = { ...config.sample, prompt: isOwn ? config.sample.prompt : prompt };
          return {
            ...draft,
            config: { ...config, sample },
            defaults: { ...defaults, sample: { ...defaults.sample, prompt } },
          };
        }),
      resetAll: (id) =>
        change(id, (draft) => freshDraft(draft.defaults, !findExperiment(id)?.keepsSizes)),
      takeArguments: (id, json) => change(id, (draft) => importArguments(draft, json)),
      forgetImport: (id) => change(id, (draft) => ({ ...draft, imported: null })),
      learn: (id, config, corpus, textId) => {
        change(id, (draft) => {
          if (!draft.autoSize) return { ...draft, config: takeSteps(draft.config, config) };
          return {
            ...draft,
            config: takeSteps(takeSizes(draft.config, config), config),
            defaults: takeSizes(draft.defaults, config),
          };
        });
        set(({ corpora }) => ({ corpora: { ...corpora, [corpusKey(config, textId)]: corpus } }));
      },
    };
  });
}

/** Settings take the sizes that the probe chose, and the plan the tokens that the text has. */
export function learnSizes(
  { drafts, texts }: { drafts: DraftStore; texts: TextStore },
  experimentId: string,
  { config, plan, trainTokens, validationTokens }: RunEvent & { type: 'ready' },
): void {
  const corpus = { vocabSize: plan.vocabSize, trainTokens, validationTokens };
  const textId = texts.getState().texts[broughtText(config) ?? '']?.textId;
  drafts.getState().learn(experimentId, config, corpus, textId);
}
