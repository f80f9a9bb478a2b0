import type { RunEvent } from '../../host/protocol/run';
import type { DraftStore } from './drafts';
import type { TextStore } from './textStore';

/** Settings take the sizes that the probe chose, and the plan the tokens that the text has. */
export function learnSizes(
  { drafts, texts }: { drafts: DraftStore; texts: TextStore },
  experimentId: string,
  ready: RunEvent & { type: 'ready' },
): void {
  const { config, plan, trainTokens, validationTokens } = ready;
  const corpus = { vocabSize: plan.vocabSize, trainTokens, validationTokens };
  const textId = texts.getState().texts[config.data.corpus]?.textId;
  drafts.getState().learn(experimentId, config, corpus, textId);
}
