import { MODELS } from '../../../formats/tokenizerJson';
import { BpeModel } from './bpe';
import type { PieceModel } from './model';
import { isObject, TokenizerComponent } from '../component';
import { UnigramModel } from './unigram';
import { WordLevelModel, WordPieceModel } from './wordPiece';

export function modelOf(json: unknown): PieceModel {
  const component = TokenizerComponent.read(
    'model',
    isObject(json) ? { type: typeByFields(json), ...json } : json,
    MODELS,
  );
  switch (component.type) {
    case 'BPE':
      return new BpeModel(component);
    case 'WordPiece':
      return new WordPieceModel(component);
    case 'WordLevel':
      return new WordLevelModel(component);
    default:
      return new UnigramModel(component);
  }
}

/** Files of the first versions name no type. */
function typeByFields(json: Readonly<Record<string, unknown>>): string {
  if (json.merges !== undefined) return 'BPE';
  if (json.continuing_subword_prefix !== undefined) return 'WordPiece';
  return Array.isArray(json.vocab) ? 'Unigram' : 'WordLevel';
}
