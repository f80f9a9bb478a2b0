// Texts and pairs of texts with a class.
import type { RowShape } from './rowShape';

const LABEL =
  'label|labels|sentiment|class|polarity|label_text|gold_label|entailment_label|is_duplicate|category';

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

/** Beside a label the answer may be a wrong one: before any shape of prompts. */
export const LABELED_ANSWER: RowShape = {
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
};

export const CLASS_SHAPES: readonly RowShape[] = [
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
];
