import { useEffect, useState } from 'react';
import type { CorpusWord } from '../../../host/protocol/trueTokens';
import type { ReadyModel } from '../../../host/protocol/ready';
import { useBench, useRun } from '../../stores/context';

const TOKENS = 60;

/** The run's newest text with what is a word of its corpus, and one of the ready-made model. */
export function useBothTexts(model: ReadyModel | null) {
  const { lab } = useBench();
  const data = useRun((run) => run?.config.data);
  const sample = useRun((run) => run?.samples.at(-1));
  const prompt = useRun((run) => run?.samples.at(-1)?.prompt ?? run?.config.sample.prompt ?? '');
  const [parts, setParts] = useState<readonly CorpusWord[]>([]);
  const [grown, setGrown] = useState('');
  const id = model?.id;
  const text = sample?.text;

  useEffect(() => {
    if (!data || text === undefined) return;
    let isCurrent = true;
    lab.models.corpusWords({ data, text }).then(
      (found) => isCurrent && setParts(found),
      // Without the words of its corpus the text stands there as it is.
      () => isCurrent && setParts([{ text, isWord: false, isKnown: false }]),
    );
    return () => {
      isCurrent = false;
    };
  }, [lab, data, text]);

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
