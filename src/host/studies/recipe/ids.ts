import type { RecipeStage } from '../../protocol/recipe';
import { studyModelId } from '../ids';

/** In the order of tables. */
export const RECIPE_STAGES: readonly RecipeStage[] = [
  'base',
  'finetuned',
  'alone',
  'distilled',
  'int8',
];

export const recipeModelId = (stage: RecipeStage): string => studyModelId(`recipe-${stage}`);
