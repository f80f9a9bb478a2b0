import { MODELS } from '../../../formats/tokenizerJson';
import { BpeModel } from './bpe';
import type { PieceModel } from './model';
import { isObject, Part } from '../part';
import { UnigramModel } from './unigram';
import { WordLevelModel, WordPieceModel } from './wordPiece';

export function modelOf(json: unknown): PieceModel {
  const part = Part.read(
    'model',
    isObject(json) ? { type: typeByFields(json), ...json } : json,
    MODELS,
  );
  switch (part.type) {
    case 'BPE':
      return new BpeModel(part);
    case 'WordPiece':
      return new WordPieceModel(part);
    case 'WordLevel':
      return new WordLevelModel(part);
    default:
      return new UnigramModel(part);
  }
}

/** Files of the first versions name no type. */
function typeByFields(json: Readonly<Record<string, unknown>>): string {
  if (json.merges !== undefined) return 'BPE';
  if (json.continuing_subword_prefix !== undefined) return 'WordPiece';
  return Array.isArray(json.vocab) ? 'Unigram' : 'WordLevel';
}
