// What a run is called: its experiment, and what is not as the experiment has it.
import i18next from 'i18next';
import type { RunConfig } from '../../training/run/config';
import { formatSetting } from '../kit/format';
import { changedSettings, type Setting, type SettingGroup, type SettingId } from './settings';

/** The others change what is seen of the model, not the model. */
const GROUPS: readonly SettingGroup[] = ['training', 'model', 'objective', 'data'];
const MOST = 3;

/** `autoSize`: what a probe chooses is nobody's change. */
export function runName(
  title: string,
  { config, defaults, autoSize }: { config: RunConfig; defaults: RunConfig; autoSize: boolean },
  taken: ReadonlySet<string>,
): string {
  const changed = changedSettings(config, defaults)
    .filter(({ group, sized }) => GROUPS.includes(group) && !(autoSize && sized))
    .sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group))
    .map((setting) => wordsOf(setting, config));
  const shown = changed.slice(0, MOST).join(', ') + (changed.length > MOST ? ', …' : '');
  const name = shown === '' ? title : `${title} (${shown})`;
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name} ${count}`;
  return free;
}

const SHORT = ['learning_rate', 'max_steps', 'batch', 'n_layer', 'n_embd', 'n_head'] as const;
const isShort = (id: SettingId): id is (typeof SHORT)[number] => SHORT.some((one) => one === id);

function wordsOf(setting: Setting, config: RunConfig): string {
  const { id, kind } = setting;
  const value = setting.read(config);
  const label = i18next.t(`setting.${id}.label`);
  if (kind === 'number') {
    const words = formatSetting(Number(value));
    return isShort(id)
      ? i18next.t(`settings.short.${id}`, { value: words, count: Number(value) })
      : `${label} ${words}`;
  }
  if (kind === 'choice') return i18next.t(`settings.choice.${String(value) as 'story'}`);
  return label;
}
