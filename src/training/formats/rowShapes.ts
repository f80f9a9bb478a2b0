// The shapes in which published data sets write their rows: which columns make up the prompt, in which order,
// which one is the answer or the class, and what is known of its values. The first shape whose columns are
// all there is taken; a column that the shape does not use is reported.

export interface RowShape {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** Columns that must be there; `a|b`: one of them, the first that is there. */
  readonly columns: readonly string[];
  /** Columns that tell it from another shape: with one of these there it does not apply. */
  readonly without?: readonly string[];
  readonly use: ShapeUse;
}

export type ShapeUse =
  | { readonly kind: 'text'; readonly text: string }
  /** `before`: columns in front of the conversation. */
  | { readonly kind: 'messages'; readonly messages: string; readonly before?: readonly string[] }
  /** Parts of the prompt in their order; those that are not there or empty are left out. */
  | { readonly kind: 'answer'; readonly prompt: readonly string[]; readonly answer: string }
  | {
      readonly kind: 'classes';
      readonly text: string;
      readonly pair?: string;
      readonly label: string;
    }
  | ChoiceUse;

export interface ChoiceUse {
  readonly kind: 'choices';
  /** Parts of the context in their order. */
  readonly context: readonly string[];
  /** One column with a list, or a column for each choice. */
  readonly choices: readonly string[];
  readonly answer: string;
  /**
   * How the answer names a choice. `zero`, `one`: an index; `label`: as the labels beside the choices say;
   * `text`: the choice itself; `file`: decided over all rows.
   */
  readonly base: 'zero' | 'one' | 'label' | 'text' | 'file';
  /** How context and choice are joined; default: with a blank between. */
  readonly join?: 'copa' | 'blank' | 'boolq' | 'sciq';
}

const INSTRUCTIONS = ['system', 'context', 'instruction', 'input'] as const;

const choices = (
  id: string,
  title: string,
  reference: string,
  columns: readonly string[],
  use: Omit<ChoiceUse, 'kind'>,
): RowShape => ({ id, title, reference, columns, use: { kind: 'choices', ...use } });

const classes = (
  id: string,
  title: string,
  reference: string,
  text: string,
  pair?: string,
): RowShape => ({
  id,
  title,
  reference,
  columns: [text, ...(pair === undefined ? [] : [pair]), LABEL],
  use: { kind: 'classes', text, ...(pair !== undefined && { pair }), label: LABEL },
});

const LABEL =
  'label|labels|sentiment|class|polarity|label_text|gold_label|entailment_label|is_duplicate|category';

export const ROW_SHAPES: readonly RowShape[] = [
  choices(
    'copa',
    'COPA',
    'super_glue/copa',
    ['premise', 'choice1', 'choice2', 'question', 'label'],
    {
      context: ['premise', 'question'],
      choices: ['choice1', 'choice2'],
      answer: 'label',
      base: 'zero',
      join: 'copa',
    },
  ),
  choices(
    'two_choices',
    'Two choices',
    'COPA without its premise',
    ['question|premise|context', 'choice1', 'choice2', 'label'],
    {
      context: ['premise|context', 'question'],
      choices: ['choice1', 'choice2'],
      answer: 'label',
      base: 'zero',
    },
  ),
  choices('piqa', 'PIQA', 'ybisk/piqa', ['goal', 'sol1', 'sol2', 'label'], {
    context: ['goal'],
    choices: ['sol1', 'sol2'],
    answer: 'label',
    base: 'zero',
  }),
  choices(
    'winogrande',
    'WinoGrande',
    'allenai/winogrande',
    ['sentence', 'option1', 'option2', 'answer'],
    {
      context: ['sentence'],
      choices: ['option1', 'option2'],
      answer: 'answer',
      base: 'one',
      join: 'blank',
    },
  ),
  choices('hellaswag', 'HellaSwag', 'Rowan/hellaswag', ['ctx|ctx_a', 'endings', 'label'], {
    context: ['ctx|ctx_a'],
    choices: ['endings'],
    answer: 'label',
    base: 'zero',
  }),
  choices('swag', 'SWAG', 'allenai/swag', ['startphrase|sent1', 'ending0', 'ending1', 'label'], {
    context: ['startphrase|sent1'],
    choices: ['ending0', 'ending1', 'ending2', 'ending3'],
    answer: 'label',
    base: 'zero',
  }),
  choices('sciq', 'SciQ', 'allenai/sciq', ['question', 'correct_answer', 'distractor1'], {
    context: ['support', 'question'],
    choices: ['distractor1', 'distractor2', 'distractor3', 'correct_answer'],
    answer: 'correct_answer',
    base: 'text',
    join: 'sciq',
  }),
  choices('gpqa', 'GPQA', 'Idavidrein/gpqa', ['question', 'correct answer', 'incorrect answer 1'], {
    context: ['question'],
    choices: ['incorrect answer 1', 'incorrect answer 2', 'incorrect answer 3', 'correct answer'],
    answer: 'correct answer',
    base: 'text',
    join: 'sciq',
  }),
  choices(
    'wrong_answers',
    'A list of wrong answers',
    'Open Trivia Database',
    ['question', 'correct_answer', 'incorrect_answers'],
    {
      context: ['question'],
      choices: ['incorrect_answers', 'correct_answer'],
      answer: 'correct_answer',
      base: 'text',
      join: 'sciq',
    },
  ),
  choices(
    'boolq',
    'BoolQ',
    'google/boolq, super_glue/boolq',
    ['question', 'passage', 'answer|label'],
    {
      context: ['passage', 'question'],
      choices: [],
      answer: 'answer|label',
      base: 'zero',
      join: 'boolq',
    },
  ),
  choices('race', 'RACE', 'ehovy/race', ['article', 'question', 'options', 'answer'], {
    context: ['article', 'question'],
    choices: ['options'],
    answer: 'answer',
    base: 'file',
  }),
  choices(
    'openbookqa',
    'OpenBookQA',
    'allenai/openbookqa',
    ['question_stem', 'choices', 'answerKey'],
    {
      context: ['question_stem'],
      choices: ['choices'],
      answer: 'answerKey',
      base: 'label',
    },
  ),
  choices(
    'arc',
    'ARC, CommonsenseQA',
    'allenai/ai2_arc, tau/commonsense_qa',
    ['question', 'choices', 'answerKey'],
    {
      context: ['question'],
      choices: ['choices'],
      answer: 'answerKey',
      base: 'label',
    },
  ),
  choices(
    'truthfulqa',
    'TruthfulQA, one right',
    'truthful_qa/multiple_choice',
    ['question', 'mc1_targets'],
    {
      context: ['question'],
      choices: ['mc1_targets'],
      answer: 'mc1_targets',
      base: 'label',
    },
  ),
  choices(
    'siqa',
    'Social IQa',
    'allenai/social_i_qa',
    ['context', 'question', 'answerA', 'answerB', 'answerC', 'label'],
    {
      context: ['context', 'question'],
      choices: ['answerA', 'answerB', 'answerC'],
      answer: 'label',
      base: 'one',
    },
  ),
  choices(
    'cosmos',
    'Cosmos QA',
    'allenai/cosmos_qa',
    ['context', 'question', 'answer0', 'answer1', 'label'],
    {
      context: ['context', 'question'],
      choices: ['answer0', 'answer1', 'answer2', 'answer3'],
      answer: 'label',
      base: 'zero',
    },
  ),
  choices('mmlu', 'MMLU', 'cais/mmlu', ['question', 'choices', 'answer'], {
    context: ['context|passage|article', 'question'],
    choices: ['choices'],
    answer: 'answer',
    base: 'file',
  }),
  {
    id: 'judged_answer',
    title: 'Labeled answers',
    reference: 'microsoft/wiki_qa, MultiRC; TRL, unpaired preference (prompt, completion, label)',
    columns: ['question|prompt|query', 'answer|completion|response', 'label'],
    use: {
      kind: 'classes',
      text: 'question|prompt|query',
      pair: 'answer|completion|response',
      label: 'label',
    },
  },
  {
    id: 'preference',
    title: 'Preference pairs',
    reference: 'TRL, preference format: chosen is trained on, rejected is not read',
    columns: ['chosen', 'rejected'],
    use: {
      kind: 'answer',
      prompt: [
        'system|system_prompt',
        'context',
        'history',
        'prompt|question|instruction|query',
        'input',
      ],
      answer: 'chosen',
    },
  },
  {
    id: 'messages',
    title: 'Messages, ShareGPT',
    reference: 'TRL conversational format; ShareGPT (from, value)',
    columns: ['messages|conversations|conversation|dialog|dialogue'],
    use: {
      kind: 'messages',
      messages: 'messages|conversations|conversation|dialog|dialogue',
      before: ['system|system_prompt'],
    },
  },
  {
    id: 'squad',
    title: 'SQuAD',
    reference: 'rajpurkar/squad, squad_v2; rows without an answer are left out',
    columns: ['context', 'question', 'answers'],
    // ReClor, QuAIL: the answers are choices.
    without: ['label|labels|correct_answer_id'],
    use: { kind: 'answer', prompt: ['context', 'question'], answer: 'answers' },
  },
  {
    id: 'alpaca',
    title: 'Alpaca',
    reference: 'tatsu-lab/alpaca: instruction, then input; history as LLaMA-Factory has it',
    columns: ['instruction', 'output|response|completion|answer|target'],
    use: {
      kind: 'answer',
      prompt: ['system|system_prompt', 'context', 'history', 'instruction', 'input'],
      answer: 'output|response|completion|answer|target',
    },
  },
  {
    id: 'prompt_completion',
    title: 'Prompt and completion',
    reference: 'TRL prompt-completion format, strings or messages',
    columns: ['prompt|query', 'completion|response|output|answer|target|chosen'],
    use: {
      kind: 'answer',
      prompt: ['system|system_prompt', 'context|passage', 'prompt|query', 'input'],
      answer: 'completion|response|output|answer|target|chosen',
    },
  },
  {
    id: 'question_answer',
    title: 'Question and answer',
    reference: 'question answering with an optional context (Dolly, SQuAD without offsets)',
    columns: ['question', 'answer|response|output|completion|final_answer|correct_answer'],
    use: {
      kind: 'answer',
      prompt: ['system|system_prompt', 'context|passage|support', 'question', 'input'],
      answer: 'answer|response|output|completion|final_answer|correct_answer',
    },
  },
  {
    id: 'input_output',
    title: 'Input and output',
    reference: 'text-to-text pairs',
    columns: [
      'input|source|document|dialogue|article',
      'output|response|target|completion|summary|highlights',
    ],
    use: {
      kind: 'answer',
      prompt: ['system|system_prompt', 'context', 'input|source|document|dialogue|article'],
      answer: 'output|response|target|completion|summary|highlights',
    },
  },
  classes(
    'glue_pair',
    'MRPC, RTE, STS-B, WNLI, SICK',
    'nyu-mll/glue',
    'sentence1|sentence_a',
    'sentence2|sentence_b',
  ),
  classes('glue_questions', 'QQP', 'nyu-mll/glue', 'question1', 'question2'),
  classes('qnli', 'QNLI', 'nyu-mll/glue', 'question', 'sentence'),
  classes('nli', 'MNLI, SNLI, CB, AX', 'nyu-mll/glue, stanfordnlp/snli', 'premise', 'hypothesis'),
  classes('boolean_question', 'BoolQ as classes', 'super_glue/boolq', 'question', 'passage'),
  classes('wic', 'Two texts', 'paws, medical_questions_pairs', 'text1|text_a', 'text2|text_b'),
  classes(
    'text_label',
    'Text and class',
    'SST-2, CoLA, IMDB, AG News, emotion',
    'text|sentence|review|content|tweet|comment|body|headline',
  ),
  {
    id: 'text',
    title: 'One text',
    reference: 'a column of texts',
    columns: ['text|content|body|document|article|sentence|review'],
    use: { kind: 'text', text: 'text|content|body|document|article|sentence|review' },
  },
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
