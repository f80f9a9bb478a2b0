// Reading, pasting and downloading texts. A failure leaves what was there before.
import { OWN_TEXT } from '../../experiments/ownText';
import { firstWords } from '../../training/data/firstWords';
import { LabError } from '../../host/lab/labError';
import type { TextSummary } from '../../host/data/textLibrary';
import type { ReadProgress } from '../../host/data/survey';
import type { Bench } from './bench';
import { telling } from './notices';
import { OWN_FILE } from './textStore';

async function openText(
  bench: Bench,
  corpus: string,
  name: string,
  read: (onProgress: ReadProgress) => Promise<TextSummary>,
): Promise<boolean> {
  const { texts } = bench;
  const onProgress: ReadProgress = (readBytes, totalBytes) => {
    if (texts.getState().reading?.corpus === corpus)
      texts.setState({ reading: { name, corpus, readBytes, totalBytes } });
  };
  texts.setState({ reading: { name, corpus, readBytes: 0, totalBytes: undefined } });
  const summary = await telling(bench, () => read(onProgress), 'upload');
  if (summary) takeText(bench, corpus, summary);
  texts.setState({ reading: null });
  return summary !== null;
}

function takeText({ texts, drafts }: Bench, corpus: string, summary: TextSummary): void {
  texts.setState((state) => ({ texts: { ...state.texts, [corpus]: summary } }));
  if (corpus === OWN_FILE)
    drafts.getState().suggestPrompt(OWN_TEXT.id, firstWords(summary.excerpt));
}

export function readOwnFile(bench: Bench, file: File): Promise<boolean> {
  return openText(bench, OWN_FILE, file.name, (onProgress) =>
    bench.lab.readFile(file, file.name, onProgress),
  );
}

/** A text that the Data page has cleaned; it is in the Worker already. */
export const takeCleanText = (bench: Bench, summary: TextSummary): void =>
  takeText(bench, OWN_FILE, summary);

export function readPasted(bench: Bench, text: string, name: string): Promise<boolean> {
  return openText(bench, OWN_FILE, name, () => bench.lab.keepText(text, name));
}

export function downloadCorpus(bench: Bench, corpus: string): Promise<boolean> {
  return openText(bench, corpus, corpus, (onProgress) => bench.lab.download(corpus, onProgress));
}

export async function loadDownloads({ lab, texts }: Bench): Promise<void> {
  if (texts.getState().downloads.length > 0) return;
  try {
    texts.setState({ downloads: await lab.downloads() });
  } catch {
    // Without the engine there is nothing to download for; the page says so elsewhere.
  }
}

const MOST_ARGUMENT_BYTES = 1_000_000;

/** A dropped JSON of TrainingArguments. */
export async function takeArgumentsFile(
  bench: Bench,
  file: File,
  experimentId: string,
): Promise<void> {
  const { size: sizeBytes, name } = file;
  const take = async (): Promise<void> => {
    if (sizeBytes > MOST_ARGUMENT_BYTES) {
      const fields = { name, sizeBytes, limitBytes: MOST_ARGUMENT_BYTES };
      throw new LabError({ code: 'too_large', message: `${name} is too large.`, fields });
    }
    bench.drafts.getState().takeArguments(experimentId, await file.text());
  };
  await telling(bench, take, 'upload');
}
