// The shapes in which published data sets write their rows. The first shape whose columns are all there is
// taken; a column that the shape does not use is reported.
import { CHOICE_SHAPES } from './rows/choiceShapes';
import { CLASS_SHAPES, LABELED_ANSWER } from './rows/classShapes';
import { PROMPT_SHAPES } from './rows/promptShapes';
import type { RowShape, ShapeUse } from './rows/rowShape';

const INSTRUCTIONS = ['system', 'context', 'instruction', 'input'] as const;

const ONE_TEXT: RowShape = {
  id: 'text',
  title: 'One text',
  reference: 'a column of texts',
  columns: ['text|content|body|document|article|sentence|review'],
  use: { kind: 'text', text: 'text|content|body|document|article|sentence|review' },
};

export const ROW_SHAPES: readonly RowShape[] = [
  ...CHOICE_SHAPES,
  LABELED_ANSWER,
  ...PROMPT_SHAPES,
  ...CLASS_SHAPES,
  ONE_TEXT,
];

/** Every name that a shape knows, in lower case: a header that has one is a header. */
export const KNOWN_COLUMNS: ReadonlySet<string> = new Set(
  [
    ...ROW_SHAPES.flatMap(({ columns }) => columns.flatMap((names) => names.split('|'))),
    ...INSTRUCTIONS,
    'id',
    'idx',
    'index',
    'label_text',
    'title',
    'date',
    'name',
    'summary',
    'target',
    'score',
    'rating',
    'category',
  ].map((name) => name.toLowerCase()),
);

const normal = (name: string): string => name.trim().toLowerCase();

/** The column that a name of a shape means: `a|b` is the first of them that is there. */
export function columnNamed(columns: readonly string[], names: string): string | undefined {
  return names
    .split('|')
    .flatMap((name) => columns.filter((column) => normal(column) === normal(name)))[0];
}

export function shapeOf(
  columns: readonly string[],
  fits: (use: ShapeUse) => boolean,
): RowShape | undefined {
  return ROW_SHAPES.find(
    (shape) =>
      fits(shape.use) &&
      shape.columns.every((names) => columnNamed(columns, names) !== undefined) &&
      !(shape.without ?? []).some((names) => columnNamed(columns, names) !== undefined),
  );
}
