// What can be wrong with a setting. Each problem is a code with fields; the words are in i18n.
import { FAMILIES } from '../../training/models/families';
import { isBrought } from '../../training/data/corpora/corpora';
import type { RunConfig } from '../../training/run/config';
import { stepsOf } from '../../training/run/learningRate';
import { textRows, type TextRow } from '../../training/run/texts/textRows';
import type { en } from '../i18n/en';
import { formatSetting } from '../kit/format';
import type { Mixer } from './families';
import type { SettingId, NumberSetting } from './settings';

export interface Problem {
  code: keyof typeof en.settings.problem;
  fields: Record<string, string | number>;
}

export type Problems = Partial<Record<SettingId, Problem>>;

/** Reads what a person types: 3e-4, 1,000, 1 000, full-width digits, a decimal comma. */
export function parseNumber(typed: string): number {
  const plain = typed.normalize('NFKC').replace(/[\s_']/g, '');
  if (plain === '') return NaN;
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain);
  return Number(grouped ? plain.replaceAll(',', '') : plain.replace(',', '.'));
}

export function checkNumber(setting: NumberSetting, value: number): Problem | null {
  if (!Number.isFinite(value))
    return { code: 'not_a_number', fields: { example: formatSetting(setting.stops[1] ?? 1) } };
  if (setting.whole && !Number.isInteger(value)) return { code: 'not_whole', fields: {} };
  if (setting.aboveMin && value <= setting.min) return { code: 'above_zero', fields: {} };
  if (value < setting.min) return { code: 'too_small', fields: { min: setting.min } };
  if (value > setting.max) return { code: 'too_large', fields: { max: setting.max } };
  return null;
}

/** Settings that contradict each other. */
export function checkTogether(config: RunConfig): Problems {
  const { model, training } = config;
  const corpus = checkTexts(textRows(config), training.max_steps);
  const problems: Problems = { ...checkHeads(model), ...(corpus && { corpus }) };
  if (training.warmup_steps >= 1 && training.warmup_steps >= training.max_steps)
    problems.warmup_steps = { code: 'warmup_too_long', fields: { steps: training.max_steps } };
  if (
    training.lr_scheduler_type !== 'constant' &&
    training.min_learning_rate > training.learning_rate
  )
    problems.min_learning_rate = {
      code: 'min_above_max',
      fields: { rate: formatSetting(training.learning_rate) },
    };
  return problems;
}

/** What keeps a run of so many steps from reading a list of texts, or all of it. */
export function checkTexts(rows: readonly TextRow[], steps: number): Problem | null {
  const slots = rows.map(({ corpus, objective, from_step }) =>
    JSON.stringify([corpus, objective, objective === null ? stepsOf(from_step, steps) : null]),
  );
  const twin = rows.find((_row, index) => slots.indexOf(slots[index]!) !== index);
  if (twin) return { code: twin.objective ? 'loss_twice' : 'text_twice', fields: {} };
  const late = rows.findIndex(({ from_step }) => stepsOf(from_step, steps) >= steps);
  if (late >= 0) return { code: 'text_never_read', fields: { n: late + 1, steps } };
  const brought = new Set(rows.map(({ corpus }) => corpus).filter(isBrought));
  return brought.size > 1 ? { code: 'one_own_text', fields: {} } : null;
}

function checkHeads(model: RunConfig['model']): Problems {
  if (!('n_head' in model) || model.family === 't5') return {};
  const { n_embd: width, n_head: heads } = model;
  const turns =
    FAMILIES[model.family].isRotary || (model.family === 'blocks' && model.positions === 'rope');
  const kvHeads = 'n_kv_head' in model ? model.n_kv_head : heads;
  const problems: Problems = {};
  if (width % heads !== 0) problems.n_embd = { code: 'not_divisible', fields: { width, heads } };
  else if (turns && width % (2 * heads) !== 0)
    problems.n_embd = { code: 'odd_heads', fields: { width, heads, twice: 2 * heads } };
  if (heads % kvHeads !== 0)
    problems.n_kv_head = { code: 'kv_not_divisible', fields: { heads, kvHeads } };
  if (model.family === 'blocks' && model.blocks.some(({ mixer }) => !sharesHeads(mixer, heads)))
    problems.blocks = { code: 'block_heads', fields: { heads } };
  return problems;
}

const sharesHeads = (mixer: Mixer, heads: number): boolean =>
  mixer.kind !== 'attention' || heads % (mixer.n_kv_head ?? heads) === 0;

/** The next sensible value above (+1) or below (−1), also from between two stops. */
export function nextStop(setting: NumberSetting, value: number, direction: 1 | -1): number {
  const inReach = setting.stops.filter((stop) => (direction > 0 ? stop > value : stop < value));
  const stop = direction > 0 ? inReach[0] : inReach.at(-1);
  if (stop !== undefined) return stop;
  const unit = setting.stops.length === 0 ? 1 : 0;
  const beyond = unit === 1 ? value + direction : direction > 0 ? value * 2 : value / 2;
  const rounded = setting.whole ? Math.round(beyond) : beyond;
  return rounded < setting.min || rounded > setting.max ? value : rounded;
}
