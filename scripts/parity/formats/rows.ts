// Documents for a language model, in order, by the reader's own guess.
import { inspectSource, readDocuments } from '../../../src/training/data/sources/sources';
import { DataError } from '../../../src/training/data/errors';
import type { Runner } from '../case';
import { differs, firstHolding, prepared, sourceOf } from './source';

export const rows: Runner = (testCase) =>
  prepared(testCase, async () => {
    const source = sourceOf(testCase);
    const documents: string[] = [];
    for await (const batch of readDocuments(source, await inspectSource(source))) {
      documents.push(...batch.documents);
    }
    if (documents.length === 0) throw new DataError('no_documents', { name: source.name });
    return firstHolding<{ documents?: readonly string[] }>(testCase, (expected) =>
      expected.documents ? differs('documents', documents, expected.documents) : [],
    );
  });
