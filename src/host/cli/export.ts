import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openFolder, readFolder } from '../../training/io/huggingface/modelFolder';
import type { ExportedModel } from '../../training/io/exportFolder';
import type { BaseModel } from '../../training/models/baseModel';
import { readLineage } from '../models/lineageFile';
import { GENERATION } from '../models/modelLibrary';
import { readModelFiles } from '../node/files';
import type { ExportForm } from '../protocol/models';
import { madeAs, MADE_FORMS, type MadeForm } from '../studies/compress/exportForms';
import { openNodeContext } from '../node/context';
import { exportModel } from './exportModel';
import { DEVICE, JSON_OUTPUT } from './session';
import { UsageError, type Verb } from './verb';

/** `safetensors`: plain floats. */
const FORMATS: Readonly<Record<string, Exclude<ExportForm, 'stored'>>> = {
  safetensors: 'f32',
  ...Object.fromEntries(
    (Object.keys(MADE_FORMS) as MadeForm[]).map((form) => [
      `safetensors-${form.replace('_', '-')}`,
      form,
    ]),
  ),
};

export const exportVerb: Verb = {
  name: 'export',
  takes: '<folder> <directory>',
  summary: 'Writes the model of a Hugging Face folder in another form.',
  example: 'export ./model ./model-int8 --format safetensors-int8',
  options: {
    format: { value: 'NAME', help: `${Object.keys(FORMATS).join(', ')} (safetensors)` },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const [from, directory] = call.positionals;
    const format = call.text('format') ?? 'safetensors';
    if (from === undefined || directory === undefined)
      throw new UsageError('export needs the folder of a model and a directory to write to.');
    if (!Object.hasOwn(FORMATS, format)) {
      const known = Object.keys(FORMATS).join(', ');
      throw new UsageError(`There is no format "${format}". Known: ${known}.`);
    }
    const form = FORMATS[format]!;
    const files = await readModelFiles(from);
    const name = path.basename(path.resolve(from));
    const lineage = (await readLineage(files)) ?? { name, source: { kind: 'files', name } };
    const base = await readFolder(lineage.name, await openFolder(files));
    const exported = await exportedAs(base, form, call.text('device'));
    await exportModel(directory, lineage, exported);
    const { size: sizeBytes } = await stat(path.join(directory, 'model.safetensors'));
    console.log(
      call.has('json')
        ? JSON.stringify({ directory, format, sizeBytes })
        : `${directory}: ${format}, model.safetensors ${sizeBytes.toLocaleString('en')} bytes`,
    );
    return 0;
  },
};

async function exportedAs(
  base: BaseModel,
  form: Exclude<ExportForm, 'stored'>,
  device: string | undefined,
): Promise<ExportedModel> {
  const { config: model, vocabSize, tokenizer, classifier, specialIds } = base;
  const exported = {
    shape: { model, vocabSize, classifier, specialIds },
    tokenizer,
    weights: new Map([...base.weights, ...(classifier?.weights ?? [])]),
    generation: GENERATION,
  };
  if (form === 'f32') return exported;
  const context = await openNodeContext(device);
  try {
    return { ...exported, ...(await madeAs(context, base, form)) };
  } finally {
    context.destroy();
  }
}
