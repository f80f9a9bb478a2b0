// `npm run lab -- compare <experiment>`: trains it, then compares its variants, without a page.
import type { CompareRequest, CompareResult, CompareUpdate } from './compareResult';
import { repeatReport } from './compareRepeat';
import { markdownOf } from './compareReport';
import { csvOf, jsonLinesOf } from './compareTables';
import type { Lab } from './protocol';
import { variantName } from './variantName';

const FORMATS = {
  json: (result: CompareResult) => JSON.stringify(result),
  jsonl: jsonLinesOf,
  csv: csvOf,
  markdown: markdownOf,
};

export type CompareFormat = keyof typeof FORMATS;

export const isCompareFormat = (name: string): name is CompareFormat => name in FORMATS;

/** Compares a run that has ended; the report goes to the standard output, progress to the other one. */
export async function compareRun(
  lab: Lab,
  request: CompareRequest,
  format: CompareFormat,
  /** Does all of it twice and tells what moved. */
  isRepeated: boolean,
): Promise<void> {
  let said = '';
  const show = ({ stage, variant, share, elapsedMs }: CompareUpdate): void => {
    const line = `${stage} ${variant ? variantName(variant) : ''} ${Math.round(100 * share)} %`;
    if (line !== said) console.error(`${(elapsedMs / 1000).toFixed(1)} s  ${line}`);
    said = line;
  };
  const result = await lab.compare(request, show);
  if (!isRepeated) return console.log(FORMATS[format](result));
  console.log(repeatReport(result, await lab.compare(request, show)));
}
