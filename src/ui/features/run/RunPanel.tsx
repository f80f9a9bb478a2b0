import { Curves } from './curves/Curves';
import { MissingGpu } from '../../device/MissingGpu';
import { PreparingView } from './PreparingView';
import { Readouts } from './Readouts';
import { RunExamples } from './RunExamples';
import { RunHeader } from './RunHeader';
import { RunMessages } from './RunMessages';
import styles from './RunPanel.module.css';
import { SamplePanel } from './SamplePanel';

/** The run: what it is, how it goes, what it writes. */
export default function RunPanel() {
  return (
    <div className={styles.panel}>
      <RunHeader />
      <div className={styles.messages}>
        <MissingGpu />
        <RunMessages />
      </div>
      <PreparingView />
      <Readouts />
      <Curves />
      <SamplePanel />
      <RunExamples />
    </div>
  );
}
