import { useEffect, useState } from 'react';
import type { CorpusWord } from '../../../host/protocol/trueTokens';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useBench, useRun } from '../../stores/context';
import { useAnswer } from '../../stores/useAnswer';

const TOKENS = 60;

/** Without the words of its corpus the text stands there as it is. */
const wholeOf = (text = ''): CorpusWord[] => [{ text, isWord: false, isKnown: false }];

/** The run's newest text with what is a word of its corpus, and one of the ready-made model. */
export function useBothTexts(model: ReadyModel | null) {
  const { lab } = useBench();
  const data = useRun((run) => run?.config.data);
  const sample = useRun((run) => run?.samples.at(-1));
  const prompt = useRun((run) => run?.samples.at(-1)?.prompt ?? run?.config.sample.prompt ?? '');
  const [grown, setGrown] = useState('');
  const id = model?.id;
  const text = sample?.text;

  const key = data && text !== undefined ? JSON.stringify([data, text]) : null;
  const words = useAnswer(key, () => lab.models.corpusWords({ data: data!, text: text! }), 0);
  const parts = words === null ? [] : 'code' in words ? wholeOf(text) : words;

  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    const base = { kind: 'ready', id } as const;
    const request = { base, prompt, maxNewTokens: TOKENS, temperature: 0.8, seed: 1 };
    const show = ({ texts }: { readonly texts: readonly string[] }): void => {
      if (isCurrent) setGrown(texts[0] ?? '');
    };
    lab.models.write(request, show).then(show, () => undefined);
    return () => {
      isCurrent = false;
    };
  }, [lab, id, prompt]);

  return { prompt, step: sample?.step, parts, grown };
}
