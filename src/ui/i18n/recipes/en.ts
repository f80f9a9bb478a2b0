// Three reference scripts from end to end.
export const enRecipes = {
  title: 'End-to-end recipes',
  lead: 'Three well-known scripts, each run from start to finish with one press: offline at a size that suits this device, or with models and data of your own.',
  help: 'One model through all stages, with the same figures after each: general base, fine-tuned on finance, distilled into a smaller student, quantized to INT8.',
  card: {
    writer: {
      title: 'Finance writer from general text',
      about:
        'Pretrains a base on general text, fine-tunes it on finance reports, distills it into a smaller student and quantizes that to INT8. Each stage continues the same prompt three times.',
    },
    sentiment: {
      title: 'Sentiment in three epochs',
      about:
        'Fine-tunes a small GPT on labeled reviews with the TrainingArguments of the reference script. For GPT-2 and IMDB, choose both on the Fine-tuning page.',
    },
    distill: {
      title: 'GPT-2 distilled into 6 × 512, then INT8',
      about:
        'The student has 6 layers, width 512 and 8 heads; soft targets alone at T = 10, learning rate 1e-4, 10 epochs. The teacher is the one chosen on the Distillation page, or one trained first.',
    },
  },
  start: {
    writer: 'Run all stages',
    sentiment: 'Train and evaluate',
    listing: 'As in the reference script',
    scaled: 'Scaled to this device',
  },
  language: 'Language of the texts',
  languages: { zh: 'Chinese', en: 'English' },
  baseFirst: 'A GPT trained first on general text of this language.',
  baseChosen: 'It is fine-tuned on the finance text; its tokenizer must know the characters.',
  stage: {
    base: 'General base',
    finetuned: 'Fine-tuned on finance',
    alone: 'Student alone',
    distilled: 'Distilled student',
    int8: 'Distilled student, INT8',
  },
  phase: {
    base: 'Pretraining the base',
    finetune: 'Fine-tuning on finance',
    asking: 'Computing the teacher’s logits',
    students: 'Training students',
    int8: 'Quantizing to INT8',
    speed: 'Benchmarking all stages in turn',
  },
  table: {
    stage: 'Stage',
    domain: 'Loss, finance',
    general: 'Loss, general text',
    disk: 'File size',
    decode: 'Decode, tokens/s',
    time: 'Time',
  },
  about: {
    domain: 'Held-out loss in nats per token on finance text',
    general: 'Held-out loss in nats per token on general text: what was forgotten',
    time: 'Training or quantizing, with all seeds',
  },
  verdict: {
    better_one:
      'With the teacher, the student does better with {{count}} seed: loss {{distilled}} instead of {{alone}}.',
    better_other:
      'With the teacher, the student does better with all {{count}} seeds: mean loss {{distilled}} instead of {{alone}}.',
    worse_one:
      'The teacher did not help with {{count}} seed: loss {{distilled}} instead of {{alone}}.',
    worse_other:
      'The teacher did not help with any of {{count}} seeds: mean loss {{distilled}} instead of {{alone}}.',
    mixed_one:
      'The teacher helped with {{wins}} of {{count}} seed: mean loss {{distilled}} instead of {{alone}}.',
    mixed_other:
      'The teacher helped with {{wins}} of {{count}} seeds: mean loss {{distilled}} instead of {{alone}}.',
    packed: 'INT8 changes the loss by {{change}}.',
  },
  texts: {
    title: 'Continuations',
    help: 'The same prompt at every stage: num_return_sequences 3, max_length 100, temperature 0.8, top-k 40.',
  },
  savedAs: 'Finance writer: {{stage}}',
  models: {
    title: 'Take the models along',
    help: 'They are in memory until the next run of this recipe or a reload: save what is needed.',
    compare: 'Save all and compare',
  },
  method: {
    trained_one: '{{name}}: {{model}}, trained for {{count, number}} step on general text.',
    trained_other: '{{name}}: {{model}}, trained for {{count, number}} steps on general text.',
    chosen_one: '{{name}}: {{model}}, as it was chosen.',
    chosen_other: '{{name}}: {{model}}, as it was chosen.',
    finetuned_one: 'Fine-tuned in full for {{count, number}} step on finance text.',
    finetuned_other: 'Fine-tuned in full for {{count, number}} steps on finance text.',
    students_one:
      'Students: {{student}}, {{count, number}} step on {{tokens, number}} tokens of the finance text, with and without the teacher; T = {{temperature}}, α = {{alpha}}.',
    students_other:
      'Students: {{student}}, {{count, number}} steps on {{tokens, number}} tokens of the finance text, with and without the teacher; T = {{temperature}}, α = {{alpha}}.',
    evaluated:
      'All stages are evaluated on the same {{windows}} held-out windows of {{tokens}} tokens of each text.',
  },
};
