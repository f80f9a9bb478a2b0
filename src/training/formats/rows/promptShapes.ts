// Prompts with answers, conversations and preference pairs.
import type { RowShape } from './rowShape';

export const PROMPT_SHAPES: readonly RowShape[] = [
  {
    id: 'preference',
    title: 'Preference pairs',
    reference: 'TRL, preference format: chosen is the answer; as preference pairs both are read',
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
    id: 'summarization',
    title: 'Document and summary',
    reference:
      'XSum, CNN/DailyMail, SAMSum, BillSum and others, as run_summarization of transformers names their columns',
    columns: [
      'document|article|dialogue|text|body|content|description|news_body|extract_text',
      'summary|highlights|abstract|summary_text|news_title',
    ],
    without: ['label|labels|score|stars|rating|sentiment|category|class'],
    use: {
      kind: 'answer',
      prompt: ['document|article|dialogue|text|body|content|description|news_body|extract_text'],
      answer: 'summary|highlights|abstract|summary_text|news_title',
    },
  },
  {
    id: 'translation',
    title: 'Sentence and translation',
    reference: 'parallel sentences, a column for each language',
    columns: ['en|english|src|source_text', 'zh|chinese|cn|de|fr|es|ru|ja|ko|tgt|target_text'],
    use: {
      kind: 'answer',
      prompt: ['en|english|src|source_text'],
      answer: 'zh|chinese|cn|de|fr|es|ru|ja|ko|tgt|target_text',
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
];
