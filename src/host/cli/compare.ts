import type { ModelConfig } from '../../training/run/config';
import { COPY, repeatReport } from '../studies/compare/repeat';
import { markdownOf } from '../studies/compare/report';
import type { LocalLab } from '../lab/lab';
import type { CompareRequest, CompareResult } from '../protocol/compare';
import type { StudyUpdate } from '../protocol/study';
import { csvOf, jsonLinesOf } from '../studies/compare/tables';
import { defaultVariants } from '../studies/compress/defaults';
import { variantName } from '../studies/compress/name';
import { pipelineVariants, readStages } from '../studies/compress/spec';
import { exportModel } from './exportModel';
import { checkModelNames, isModel, openModels, refuseSettings } from './models';
import { runStudy, showFaults } from './reports/progress';
import {
  experimentOf,
  JSON_OUTPUT,
  openSession,
  RECOVERY,
  RUN_ID,
  TRAIN_OPTIONS,
  trainRun,
} from './session';
import { learnsFromText, TEXT, textOf } from './text';
import { UsageError, type Call, type Verb } from './verb';

const FORMATS = {
  json: (result: CompareResult) => JSON.stringify(result),
  jsonl: jsonLinesOf,
  csv: csvOf,
  markdown: markdownOf,
};

/** Texts in one batch, at most. */
const MOST_TEXTS = 64;

export const compare: Verb = {
  name: 'compare',
  takes: '<experiment>|<model>…',
  summary:
    'Trains an experiment, then compares compressed variants of the model; or those of a model on this disk, with other models beside it.',
  example: `compare story --pipeline '[{"kind":"prune"},{"kind":"recover","steps":100},{"kind":"int8"}]'`,
  options: {
    ...TRAIN_OPTIONS,
    text: TEXT,
    recovery: RECOVERY,
    rounds: { value: 'N', help: 'measured rounds, at least (10)' },
    texts: { value: '2,4,8', help: 'batch sizes that are timed as well' },
    watts: { value: 'N', help: 'power of the board, for an estimate of the energy' },
    pipeline: { value: 'JSON', help: 'stages instead of the default variants' },
    format: { value: 'NAME', help: Object.keys(FORMATS).join(', ') },
    keep: { value: 'ID', help: 'with --export: the variant to write, e.g. int8' },
    repeat: { help: 'compare twice, with a copy, and report what moved' },
    json: JSON_OUTPUT,
  },
  async run(call) {
    if (isModel(call.positionals[0])) return compareModels(call);
    const config = experimentOf(call);
    const format = formatOf(call);
    if (call.has('repeat')) call.refuse(['format', 'json'], 'one comparison, without --repeat');
    const requested = requestOf(call, config.model);
    const text = learnsFromText(config) ? undefined : await textOf(call);
    const session = await openSession(call);
    const { variants = defaultVariants(config.model, session.kind) } = requested;
    const request = {
      ...requested,
      text,
      variants: call.has('repeat') ? [...variants, COPY] : variants,
    };
    const { lab } = session;
    if (!(await trainRun(session, config, call, showFaults))) return 1;
    const once = () => runStudy(lab, 'compare', request, describe);
    const result = await once();
    console.log(call.has('repeat') ? repeatReport(result, await once()) : FORMATS[format](result));
    const { name } = config;
    const directory = call.text('export');
    if (call.text('keep') !== undefined) await exportVariant(call, lab, name);
    else if (directory) {
      const lineage = { name, source: { kind: 'run', name } } as const;
      await exportModel(directory, lineage, await lab.exported(RUN_ID));
    }
    return 0;
  },
};

/** Each as it is, on one text; of the first the compressed variants too. */
async function compareModels(call: Call): Promise<number> {
  const format = formatOf(call);
  refuseSettings(call);
  checkModelNames(call.positionals);
  const text = await textOf(call);
  const session = await openSession(call);
  const { library, models } = await openModels(session, call.positionals);
  const [model, ...others] = models.map(({ base }) => base);
  const request = {
    ...requestOf(call, models[0]!.facts.config),
    model: model!,
    others,
    text,
  };
  const result = await runStudy(session.lab, 'compare', request, describe);
  console.log(FORMATS[format](result));
  await library.rest();
  await exportVariant(call, session.lab, models[0]!.facts.name);
  return 0;
}

const describe = ({ progress: { piece } }: StudyUpdate<'compare'>): string =>
  piece ? variantName(piece) : '';

/** The variant that `--keep` names. */
async function exportVariant(call: Call, lab: LocalLab, modelName: string): Promise<void> {
  const directory = call.text('export');
  const variantId = call.text('keep');
  if (!directory || variantId === undefined) return;
  const { exported, origin } = await lab.variant(variantId);
  await exportModel(directory, { name: `${modelName} ${variantId}`, source: origin }, exported);
}

function formatOf(call: Call): keyof typeof FORMATS {
  const name = call.has('json') ? 'json' : (call.text('format') ?? 'markdown');
  if (Object.hasOwn(FORMATS, name)) return name as keyof typeof FORMATS;
  throw new UsageError(`There is no format "${name}". Known: ${Object.keys(FORMATS).join(', ')}.`);
}

function requestOf(call: Call, model: ModelConfig): CompareRequest {
  const texts = call.list('texts')?.map(Number);
  if (texts?.some((count) => !Number.isInteger(count) || count < 2 || count > MOST_TEXTS)) {
    throw new UsageError(`--texts needs integers from 2 to ${MOST_TEXTS}.`);
  }
  const pipeline = call.text('pipeline');
  const request = {
    model: { kind: 'run', runId: RUN_ID } as const,
    recoverySteps: call.number('recovery'),
    minRounds: call.number('rounds', { min: 1 }),
    watts: call.number('watts', { isWhole: false }),
    texts,
    variants: pipeline === undefined ? undefined : pipelineVariants(readStages(pipeline)),
  };
  const variantId = call.text('keep');
  const variants = request.variants ?? defaultVariants(model, 'gpu');
  const ids = variants.filter(({ stages }) => stages.length > 0).map(({ id }) => id);
  if (variantId !== undefined && !ids.includes(variantId)) {
    throw new UsageError(`There is no variant "${variantId}" to save. Known: ${ids.join(', ')}.`);
  }
  return request;
}
