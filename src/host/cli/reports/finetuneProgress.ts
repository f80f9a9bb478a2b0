// What a fine-tuning study tells while it works: the run at hand, and what its runs warn of, each once.
import type { StudyUpdate } from '../../protocol/study';

export function finetuneProgress(): (update: StudyUpdate<'finetune'>) => string {
  const reported = new Set<string>();
  return ({ progress: { piece }, result: { live } }) => {
    for (const { message } of live?.warnings ?? []) {
      if (!reported.has(message)) console.error(message);
      reported.add(message);
    }
    return piece ? `${piece.arm ?? 'base'} ${piece.seed}` : '';
  };
}
