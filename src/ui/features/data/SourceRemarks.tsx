import { unusedColumns } from '../../../training/data/sources/columns';
import { Remarks } from '../../kit/Remarks';
import { unusedRemark } from '../../sources/unusedRemark';
import { useBenchStore } from '../../stores/context';

/** Of the open source, with the columns that the chosen mapping leaves out. */
export function SourceRemarks() {
  const source = useBenchStore('data', (state) => state.source);
  const reading = useBenchStore('data', (state) => state.reading);
  if (!source || !reading) return null;
  const unused = reading.format === 'text' ? [] : unusedColumns(source.columns, reading.mapping);
  return <Remarks remarks={[...source.remarks, ...unusedRemark(unused)]} />;
}
