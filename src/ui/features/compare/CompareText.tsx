import { useBench, useBenchStore } from '../../stores/context';
import { useComparedModel } from '../study/CompareButton';
import { useModelText } from '../study/text/modelText';
import { MissingText, TextChoice } from '../study/text/TextChoice';
import { ExampleChoice } from './ExampleChoice';
import styles from './CompareOptions.module.css';
import type { PageText } from '../../../host/protocol/studyText';

/** The text or the examples of the next comparison, and of pruning. */
export function CompareText() {
  const { compare } = useBench();
  const text = useBenchStore('compare', ({ options }) => options.text);
  const model = useComparedModel();
  const known = useModelText(model);
  const choose = (chosen: PageText | null): void =>
    compare.setState(({ options }) => ({ options: { ...options, text: chosen } }));
  if (!model) return null;
  return (
    <div className={styles.text}>
      {known?.reads === 'examples' ? (
        <>
          <MissingText model={model} value={text} testId="compare-text" />
          <ExampleChoice known={known} value={text} onChange={choose} />
        </>
      ) : (
        <TextChoice model={model} value={text} testId="compare-text" onChange={choose} />
      )}
    </div>
  );
}
