// What is done on a playground: texts are written, one model after another, and stopped.
import { toErrorData } from '../../../host/lab/labError';
import type { Written, WriteRequest } from '../../../host/protocol/models';
import type { BaseRef } from '../../../training/models/baseModel';
import type { Bench } from '../../stores/bench';
import type { WriteSettings } from './playgroundSettings';
import { changePlay, playOf, type PlayText } from './playgroundStore';

/** Whose texts come now: what comes late of an earlier one is left. */
let newest = 0;
let lastId = 0;

type Request = Omit<WriteRequest, 'base'>;

/** The texts of one model: pieces come through a channel of their own, the last ones behind the whole. */
async function writeTexts(
  bench: Bench,
  key: string,
  ids: readonly number[],
  { base, ...request }: WriteRequest,
): Promise<void> {
  let isOver = false;
  const show = ({ texts, tokens, assistance }: Written, state: PlayText['state']): void =>
    changePlay(bench.playground, key, (play) => ({
      texts: play.texts.map((one) => {
        const at = ids.indexOf(one.id);
        if (at < 0) return one;
        const all = tokens?.[at] ?? [];
        return {
          ...one,
          state,
          text: texts[at]!,
          assistance,
          tokens: state === 'done' ? all : [...one.tokens, ...all],
        };
      }),
    }));
  changePlay(bench.playground, key, ({ texts }) => ({
    texts: texts.map((one) => (ids.includes(one.id) ? { ...one, state: 'writing' } : one)),
  }));
  const whole = await bench.lab.models.write({ base, ...request }, (written) => {
    if (!isOver) show(written, 'writing');
  });
  isOver = true;
  show(whole, 'done');
}

/** One job at a time on a playground; its error is the playground's. */
async function run(bench: Bench, key: string, work: (isNewest: () => boolean) => Promise<void>) {
  const own = ++newest;
  const isNewest = (): boolean => own === newest;
  changePlay(bench.playground, key, () => ({ isRunning: true, error: null }));
  try {
    await work(isNewest);
  } catch (thrown) {
    const error = toErrorData(thrown);
    changePlay(bench.playground, key, () => ({ error: error.code === 'aborted' ? null : error }));
  }
  changePlay(bench.playground, key, ({ texts }) => ({
    isRunning: false,
    // What was stopped before it began has no text.
    texts: texts
      .filter(({ state }) => state !== 'waiting')
      .map((text) => ({ ...text, state: 'done' })),
  }));
}

interface Voice {
  readonly base: BaseRef;
  readonly name: string;
}

const seedOf = ({ temperature, seed }: WriteSettings): number | null =>
  temperature === 0 ? null : seed;

export interface WriteJob {
  readonly models: readonly Voice[];
  readonly prompt: string;
  readonly settings: WriteSettings;
  readonly details: boolean;
  /** Proposes tokens for the first model. */
  readonly assistant?: BaseRef | undefined;
}

export const writeAll = (bench: Bench, key: string, job: WriteJob): Promise<void> =>
  run(bench, key, async (isNewest) => {
    const { models, prompt, settings, details, assistant } = job;
    const { numReturnSequences: length } = settings;
    const groups = models.map((model) =>
      Array.from({ length }, (): PlayText => ({
        ...model,
        id: ++lastId,
        prompt,
        seed: seedOf(settings),
        text: '',
        tokens: [],
        parent: null,
        state: 'waiting',
      })),
    );
    changePlay(bench.playground, key, () => ({ texts: groups.flat(), shown: {} }));
    for (const [index, group] of groups.entries()) {
      if (!isNewest()) return;
      const ids = group.map(({ id }) => id);
      const { base } = group[0]!;
      const helped = index === 0 && assistant ? { assistant } : {};
      await writeTexts(bench, key, ids, { base, prompt, details, ...settings, ...helped });
    }
  });

/** The text goes on from another token in the place of one of its own. */
export const branchAt = (
  bench: Bench,
  key: string,
  from: { readonly text: PlayText; readonly rootId: number; readonly at: number },
  tokenId: number,
  settings: WriteSettings,
): Promise<void> =>
  run(bench, key, async () => {
    const { text, rootId, at } = from;
    const { base, prompt } = text;
    const shared = text.tokens.slice(0, at);
    const id = ++lastId;
    const branch: PlayText = {
      ...text,
      id,
      seed: seedOf(settings),
      text: shared.map(({ piece }) => piece).join(''),
      tokens: [],
      parent: { id: text.id, at },
      state: 'waiting',
    };
    changePlay(bench.playground, key, ({ texts, shown }) => ({
      texts: [...texts, branch],
      shown: { ...shown, [rootId]: id },
    }));
    const begin = [...shared.map((token) => token.id), tokenId];
    const maxNewTokens = begin.length + settings.maxNewTokens;
    const request: Request = {
      prompt,
      ...settings,
      numReturnSequences: 1,
      maxNewTokens,
      begin,
      details: true,
    };
    await writeTexts(bench, key, [id], { base, ...request });
  });

/** What is written ends with the token at hand, and what waits does not begin. */
export function stopWriting(bench: Bench): void {
  newest += 1;
  void bench.lab.models.stopWriting();
}

/** What a conversation asks for. */
export type ChatJob = Pick<WriteRequest, 'prompt' | 'addSpecialTokens' | 'stopStrings'>;

/** In the conversation: the answer grows behind the messages that are there. */
export const answer = (
  bench: Bench,
  key: string,
  voice: { readonly base: BaseRef; readonly settings: WriteSettings },
  make: () => Promise<ChatJob>,
): Promise<void> =>
  run(bench, key, async (isNewest) => {
    const { messages } = playOf(bench.playground.getState(), key).draft;
    const { base, settings } = voice;
    const { stopStrings = [], ...job } = await make();
    const show = (text: string): void => {
      if (!isNewest()) return;
      const content = text.trim();
      changePlay(bench.playground, key, ({ draft }) => ({
        draft: { ...draft, messages: [...messages, { role: 'assistant', content }] },
      }));
    };
    show('');
    let isOver = false;
    const stops = [...(settings.stopStrings ?? []), ...stopStrings];
    const own = { ...settings, numReturnSequences: 1, stopStrings: stops };
    const request = { base, ...own, ...job };
    const { texts } = await bench.lab.models.write(request, (written) => {
      if (!isOver) show(written.texts[0]!);
    });
    isOver = true;
    show(texts[0]!);
  });
