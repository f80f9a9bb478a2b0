// The three reference scripts, whole: a verb each would be the same as a page each.
import { DISTILL_STORY } from '../../experiments/distill';
import type { WriterLanguage } from '../../experiments/financeWriter';
import type { BaseRef } from '../../training/models/baseModel';
import type { ChosenText } from '../protocol/studyText';
import { languageRequest, listingConfig } from '../studies/distill/request';
import { FINETUNE_DEFAULTS, finetuneRequest } from '../studies/finetune/request';
import { writerRequest } from '../studies/writer/request';
import { distillReport } from './reports/distillReport';
import { finetuneProgress } from './reports/finetuneProgress';
import { finetuneReport } from './reports/finetuneReport';
import { BASE, checkModelNames, openBase } from './models';
import { runStudy } from './reports/progress';
import { writerReport } from './reports/writerReport';
import { DEVICE, JSON_OUTPUT, openSession, type Session } from './session';
import { TEXT, textOf } from './text';
import { UsageError, type Call, type Verb } from './verb';

interface Chosen {
  readonly language: WriterLanguage;
  readonly size: 'small' | 'large';
  readonly base: BaseRef | undefined;
  readonly text: ChosenText | undefined;
}

type Piece = { readonly id: string; readonly seed: number } | null;
const named = (piece: Piece): string => (piece ? `${piece.id} ${piece.seed}` : '');

interface Recipe {
  /** Those of its own. */
  readonly options: readonly string[];
  /** Gives its result and how that reads. */
  run(session: Session, chosen: Chosen, call: Call): Promise<readonly [object, string]>;
}

const financeWriter: Recipe = {
  options: ['language', 'prompt', 'rounds'],
  async run({ lab }, { language, size, base }, call) {
    const minRounds = call.number('rounds', { min: 1 });
    const request = { ...writerRequest(language, size, base), minRounds };
    const prompt = call.text('prompt') ?? request.prompt;
    const result = await runStudy(lab, 'writer', { ...request, prompt }, (update) =>
      named(update.progress.piece),
    );
    return [result, writerReport(result)];
  },
};

const sentiment: Recipe = {
  options: ['language'],
  async run({ lab }, { language, size, base }) {
    const set = language === 'zh' ? 'reviews_zh' : 'reviews';
    const request = finetuneRequest({ ...FINETUNE_DEFAULTS, set, base: base ?? null }, size);
    const result = await runStudy(lab, 'finetune', request, finetuneProgress());
    return [result, finetuneReport(result)];
  },
};

const distillGpt2: Recipe = {
  options: ['text', 'scaled', 'rounds'],
  async run(session, { size, base, text }, call) {
    const { lab } = session;
    const config = listingConfig(call.has('scaled') ? 'scaled' : 'listing', size);
    const request = {
      ...languageRequest(config, base),
      text: text ?? (await usualText(session, base)),
      minRounds: call.number('rounds', { min: 1 }),
    };
    const result = await runStudy(lab, 'distill', request, (update) =>
      named(update.progress.piece),
    );
    return [result, distillReport(result)];
  },
};

const RECIPES: Readonly<Record<string, Recipe>> = {
  'finance-writer': financeWriter,
  sentiment,
  'distill-gpt2': distillGpt2,
};

/** What another recipe reads. @throws UsageError */
function refuseOthers(call: Call, { options: own }: Recipe): void {
  for (const [name, { options }] of Object.entries(RECIPES)) {
    const others = options.filter((option) => !own.includes(option));
    call.refuse(others, `the recipe ${name}`);
  }
}

export const recipe: Verb = {
  name: 'recipe',
  takes: Object.keys(RECIPES).join('|'),
  summary:
    'Runs one of the reference scripts from end to end: a finance writer from general text, sentiment in three epochs, GPT-2 distilled into 6 × 512 and packed in INT8.',
  example: 'recipe finance-writer --language zh',
  options: {
    language: { value: 'zh|en', help: 'of the texts (en)' },
    size: { value: 'small|large', help: 'of the models (small on a CPU, large on a GPU)' },
    base: { ...BASE, help: 'start from a model on this disk; of distill-gpt2 the teacher' },
    text: { ...TEXT, help: `of distill-gpt2: ${TEXT.help}` },
    prompt: { value: 'TEXT', help: 'of finance-writer, in place of its own' },
    scaled: { help: 'distill-gpt2: sizes and steps scaled to the teacher' },
    rounds: { value: 'N', help: 'measured rounds, at least' },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const name = call.positionals[0] ?? '';
    const found = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined;
    if (!found) {
      const known = Object.keys(RECIPES).join(', ');
      throw new UsageError(`There is no recipe "${name}". Known: ${known}.`);
    }
    refuseOthers(call, found);
    const language = oneOf(call, 'language', ['en', 'zh']) ?? 'en';
    const size = oneOf(call, 'size', ['small', 'large']);
    const path = call.text('base');
    if (path !== undefined) checkModelNames([path]);
    const text = await textOf(call);
    const session = await openSession(call);
    const base = path === undefined ? undefined : await openBase(session, path);
    const fits = session.adapter.software ? 'small' : 'large';
    const chosen = { language, size: size ?? fits, base, text };
    const [result, report] = await found.run(session, chosen, call);
    console.log(call.has('json') ? JSON.stringify(result) : report);
    return 0;
  },
};

/** A model from elsewhere does not say what it was trained on; recipes ask nothing. */
async function usualText({ lab }: Session, base: BaseRef | undefined) {
  if (!base || (await lab.bases.open(base)).provenance) return undefined;
  return { data: DISTILL_STORY.teacherRun.data };
}

function oneOf<Id extends string>(call: Call, name: string, ids: readonly Id[]): Id | undefined {
  const given = call.text(name);
  if (given === undefined) return undefined;
  const found = ids.find((id) => id === given);
  if (found) return found;
  throw new UsageError(`--${name} is one of ${ids.join(', ')}, not "${given}".`);
}
