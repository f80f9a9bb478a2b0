import {
  CLASS_SETS,
  DISTILL_STORY,
  distillClassifier,
  isClassSet,
} from '../../experiments/distill';
import { distillSchema } from '../../training/objectives/distillation/distillConfig';
import { runConfigSchema } from '../../training/run/config';
import type { StudyUpdate } from '../protocol/study';
import { distillReport } from './reports/distillReport';
import { BASE, checkModelNames, openBase } from './models';
import { runStudy } from './reports/progress';
import { DEVICE, JSON_OUTPUT, openSession } from './session';
import { changed, parseSettings, SET, withSettings } from './settings';
import { TEXT, textOf } from './text';
import { UsageError, type Verb } from './verb';

export const distill: Verb = {
  name: 'distill',
  takes: `[${Object.keys(CLASS_SETS).join('|')}]`,
  summary:
    'Trains a teacher, a student distilled from it and the same student alone, over several seeds: language models, or classifiers on a built-in dataset.',
  example: 'distill reviews --set temperature=2',
  options: {
    set: { ...SET, help: 'change a setting of the distillation, e.g. --set temperature=2' },
    base: { ...BASE, help: 'the teacher: a Hugging Face folder or a zip of one' },
    teacher: { ...SET, help: "change a setting of the teacher's run" },
    text: TEXT,
    rounds: { value: 'N', help: 'measured rounds, at least' },
    'auto-size': { help: 'let a probe choose the models for this device' },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const set = call.positionals[0];
    if (set !== undefined && !isClassSet(set)) {
      throw new UsageError(
        `There is no built-in dataset "${set}". Known: ${Object.keys(CLASS_SETS).join(', ')}.`,
      );
    }
    const { teacherRun, pretrain, distill } = set ? distillClassifier(set, 'small') : DISTILL_STORY;
    const request = {
      teacherRun: withSettings(teacherRun, call.all('teacher')),
      pretrain: pretrain && runConfigSchema.parse(pretrain),
      distill: parseSettings(distillSchema, changed(distill, call.all('set'))),
      autoSize: call.has('auto-size'),
      minRounds: call.number('rounds', { min: 1 }),
    };
    const path = call.text('base');
    if (path !== undefined) checkModelNames([path]);
    if (set !== undefined && call.text('text') !== undefined)
      throw new UsageError('--text is for language models: a classifier reads examples.');
    const text = await textOf(call);
    const session = await openSession(call);
    const teacher = path === undefined ? undefined : await openBase(session, path);
    const requested = { ...request, text, ...(teacher && { teacher }) };
    const result = await runStudy(session.lab, 'distill', requested, describe);
    console.log(call.has('json') ? JSON.stringify(result) : distillReport(result));
    return 0;
  },
};

function describe({ progress: { piece }, result }: StudyUpdate<'distill'>): string {
  const point = result.curves.at(-1)?.points.at(-1);
  const what = piece ? [`${piece.id} ${piece.seed}`] : [];
  const loss = point ? [`loss ${point.loss.toFixed(3)} at step ${point.step}`] : [];
  return [...what, ...loss].join(' ');
}
