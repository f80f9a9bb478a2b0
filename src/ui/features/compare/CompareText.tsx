import { useBench, useBenchStore } from '../../stores/context';
import { useComparedModel } from '../study/CompareButton';
import { TextChoice } from '../study/TextChoice';
import styles from './CompareOptions.module.css';

/** The text of the next comparison, and of pruning. */
export function CompareText() {
  const { compare } = useBench();
  const text = useBenchStore('compare', ({ options }) => options.text);
  const model = useComparedModel();
  if (!model) return null;
  return (
    <div className={styles.text}>
      <TextChoice
        model={model}
        value={text}
        testId="compare-text"
        onChange={(chosen) =>
          compare.setState(({ options }) => ({ options: { ...options, text: chosen } }))
        }
      />
    </div>
  );
}
