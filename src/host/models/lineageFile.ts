// A small file beside an exported model: what it was called here, what it came from and what it was trained
// on, so that it is the same model when it comes back. Anyone can write such a file: only what fits the schema is taken.
import { z } from 'zod';
import { parseJsonObject } from '../../training/io/jsonFile';
import { dataSchema, type DataConfig } from '../../training/run/config';
import { provenanceSchema, type Provenance } from '../../training/run/provenance';
import { baseSchema } from '../../training/run/finetuningConfig';
import type { FolderFiles } from '../../training/io/exportFolder';
import type { ModelFiles } from '../../training/io/huggingface/weightFiles';
import type { ModelSource } from '../protocol/models';
import { stagesSchema } from '../protocol/variant';

export const LINEAGE_FILE = 'benchtop.json';

const MOST_BYTES = 65_536;
const LONGEST_NAME = 120;
const name = z.string().trim().min(1).max(LONGEST_NAME);

const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), name: z.string().max(255) }),
  z.strictObject({ kind: z.literal('run'), name }),
  z.strictObject({ kind: z.literal('ready'), name }),
  z.strictObject({
    kind: z.literal('hub'),
    name: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)?$/),
    revision: z.string().max(255),
  }),
  z.strictObject({
    kind: z.literal('variant'),
    name,
    base: baseSchema,
    stages: z.preprocess((stages) => asSpeltNow(stages), stagesSchema),
  }),
]) satisfies z.ZodType<ModelSource>;

/** The stage was spelt `distil` in the first version's files. */
const asSpeltNow = (stages: unknown): unknown =>
  Array.isArray(stages)
    ? stages.map((stage: unknown) => (isDistil(stage) ? { ...stage, kind: 'distill' } : stage))
    : stages;
const isDistil = (stage: unknown): stage is object =>
  typeof stage === 'object' && stage !== null && 'kind' in stage && stage.kind === 'distil';

/** A model is what it is without either. */
const lineageSchema = z.object({
  version: z.literal(1),
  name,
  source: sourceSchema,
  provenance: provenanceSchema.optional().catch(undefined),
  studyText: dataSchema.optional().catch(undefined),
});

export interface Lineage {
  readonly name: string;
  readonly source: ModelSource;
  readonly provenance?: Provenance | undefined;
  readonly studyText?: DataConfig | undefined;
}

export const lineageFile = (model: Lineage): Uint8Array<ArrayBuffer> => {
  const { name: called, source, provenance, studyText } = model;
  const lineage = {
    version: 1,
    name: called.slice(0, LONGEST_NAME),
    source,
    provenance,
    studyText,
  };
  return new TextEncoder().encode(`${JSON.stringify(lineage, null, 2)}\n`);
};

/** An exported folder with the file beside it. */
export const withLineage = (files: FolderFiles, model: Lineage): FolderFiles =>
  new Map([...files, [LINEAGE_FILE, [lineageFile(model)]]]);

/** Undefined where there is none that can be read: the model is whole without it. */
export async function readLineage(files: ModelFiles): Promise<Lineage | undefined> {
  const blob = files.get(LINEAGE_FILE);
  if (!blob || blob.size > MOST_BYTES) return undefined;
  try {
    return lineageSchema.safeParse(parseJsonObject(await blob.text(), LINEAGE_FILE)).data;
  } catch {
    return undefined;
  }
}
