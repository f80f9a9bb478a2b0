import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EXPORT_FORMS, type ExportForm } from '../protocol/models';
import { checkModelNames, openModels } from './models';
import { DEVICE, JSON_OUTPUT, openSession } from './session';
import { UsageError, type Verb } from './verb';

/** `safetensors`: plain floats. */
const FORMATS: ReadonlyMap<string, ExportForm> = new Map(
  EXPORT_FORMS.filter((form) => form !== 'stored').map((form) => [
    form === 'f32' ? 'safetensors' : `safetensors-${form.replace('_', '-')}`,
    form,
  ]),
);
const KNOWN = [...FORMATS.keys()].join(', ');

export const exportVerb: Verb = {
  name: 'export',
  takes: '<model> <directory>',
  summary: 'Writes a model on this disk, a Hugging Face folder or a zip of one, in another form.',
  example: 'export my-model my-model-int8 --format safetensors-int8',
  options: {
    format: { value: 'NAME', help: `${KNOWN} (safetensors)` },
    device: DEVICE,
    json: JSON_OUTPUT,
  },
  async run(call) {
    const [source, directory] = call.positionals;
    const format = call.text('format') ?? 'safetensors';
    const form = FORMATS.get(format);
    if (source === undefined || directory === undefined)
      throw new UsageError('Which model, and where to? Name a folder or a zip, and a directory.');
    if (!form) throw new UsageError(`There is no format "${format}". Known: ${KNOWN}.`);
    checkModelNames([source]);
    const { library, models } = await openModels(await openSession(call), [source]);
    const files = await library.files(models[0]!.base, form);
    await mkdir(directory, { recursive: true });
    for (const { path: name, blob } of files) {
      await writeFile(path.join(directory, name), blob.stream());
    }
    const sizeBytes = files.find(({ path: name }) => name === 'model.safetensors')!.blob.size;
    console.log(
      call.has('json')
        ? JSON.stringify({ directory, format, sizeBytes })
        : `${directory}: ${format}, model.safetensors ${sizeBytes.toLocaleString('en')} bytes`,
    );
    return 0;
  },
};
