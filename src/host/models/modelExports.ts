// Models as folders to take away: in which forms, and each made anew where it is not as it came.
import {
  exportFolder,
  folderBlobs,
  type ExportedModel,
  type FolderFiles,
} from '../../training/io/exportFolder';
import { writtenFamily } from '../../training/io/huggingface/families';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import { writeAdapter } from '../../training/io/peft/peftAdapter';
import type { StoredRef } from '../../training/models/baseModel';
import { sharesLayers } from '../../training/models/sharedLayers';
import { usualPooling } from '../../training/nn/classifier';
import type { LocalLab } from '../lab/lab';
import {
  EXPORT_FORMS,
  type ExportChoice,
  type ExportForm,
  type LoadedModel,
  type RunExport,
} from '../protocol/models';
import { formBytes, madeAs, MADE_FORMS } from '../studies/compress/exportForms';
import { variantName } from '../studies/compress/name';
import { LINEAGE_FILE, lineageFile, withLineage } from './lineageFile';
import { modelFolder } from './modelFolder';

type ExportLab = Pick<LocalLab, 'context' | 'bases' | 'exported' | 'adapter'>;

/** The files of a model as they came, without an adapter. */
type ReadStored = (base: StoredRef) => Promise<{ model: LoadedModel; files: ModelFiles }>;

/** A run of this session, or the adapter of one. */
const ofRun = (
  files: FolderFiles,
  { name, provenance }: Pick<ExportedModel, 'name' | 'provenance'>,
): FolderFiles =>
  name ? withLineage(files, { name, source: { kind: 'run', name }, provenance }) : files;

export class ModelExports {
  readonly #lab: ExportLab;
  readonly #stored: ReadStored;

  constructor(lab: ExportLab, stored: ReadStored) {
    this.#lab = lab;
    this.#stored = stored;
  }

  /** Forms in which it can be exported, and how large each is. */
  async choices(base: StoredRef): Promise<ExportChoice[]> {
    const { model, files } = await this.#stored(base);
    const { config, vocabSize, labels } = model;
    const classifier = labels && { labels, pooling: usualPooling(config.family) };
    const isMerged = base.id.includes('+');
    const weights = [...files].filter(([name]) => name.endsWith('.safetensors'));
    const sizeBytes = weights.reduce((sum, [, { size }]) => sum + size, 0);
    const canBeMade = writtenFamily(config) !== null;
    const isPlain = model.dtype === 'F32' && !sharesLayers(config);
    const made = EXPORT_FORMS.filter(
      (form) => form !== 'stored' && (form === 'f32' ? isMerged || !isPlain : canBeMade),
    );
    return [
      ...(isMerged ? [] : [{ form: 'stored' as const, sizeBytes }]),
      ...made.map((form) => ({
        form,
        sizeBytes: formBytes(config, vocabSize, form as Exclude<ExportForm, 'stored'>, classifier),
      })),
    ];
  }

  /** As it came, or made anew: with an adapter merged, multiplied out, packed. */
  async folder(ref: StoredRef, form: ExportForm): Promise<{ name: string; files: ModelFiles }> {
    const { model: entry, files } = await this.#stored(ref);
    const isMerged = ref.id.includes('+');
    if (form === 'stored' && !isMerged) {
      const lineage = new Blob([lineageFile(entry)]);
      return { name: entry.name, files: new Map([...files, [LINEAGE_FILE, lineage]]) };
    }
    const base = await this.#lab.bases.open(ref);
    const { name, provenance } = base;
    const { studyText } = entry;
    if (form === 'stored' || form === 'f32') {
      const source = isMerged ? ({ kind: 'files', name } as const) : entry.source;
      const lineage = { name, source, provenance, studyText };
      return { name, files: folderBlobs(modelFolder(base, {}, lineage)) };
    }
    const made = await madeAs(await this.#lab.context(), base, form);
    const source = { kind: 'variant', name, base: ref, stages: [MADE_FORMS[form]] } as const;
    const called = `${name} · ${variantName(source)}`;
    const lineage = { name: called, source, provenance, studyText };
    return { name: called, files: folderBlobs(modelFolder(base, made, lineage)) };
  }

  /** Of a run of this session, or its adapter. */
  async runFolder(runId: string, what: RunExport): Promise<ModelFiles> {
    if (what === 'model') {
      const exported = await this.#lab.exported(runId);
      return folderBlobs(ofRun(exportFolder(exported), exported));
    }
    const adapter = await this.#lab.adapter(runId);
    return folderBlobs(ofRun(writeAdapter(adapter), adapter));
  }
}
