// How each kind of job is done, with what the lab and the libraries offer.
import { toErrorData } from '../lab/labError';
import type { Lab } from '../protocol/lab';
import type { LoadedModel, ModelProgress } from '../protocol/models';
import type { Studies, StudyKind } from '../protocol/study';
import type { OpenRuns } from './runWork';
import type { Begin, Works } from './work';

type StudyLab = Pick<Lab, 'runStudy' | 'stopStudy'>;

export interface Downloader {
  download(name: string, onProgress: (progress: ModelProgress) => void): Promise<LoadedModel>;
  abort(): Promise<void>;
}

const study =
  <Kind extends StudyKind>(lab: StudyLab, kind: Kind): Begin<Kind> =>
  (request, tells) => {
    let isStopped = false;
    const work = lab.runStudy(kind, request as Studies[Kind]['request'], (update) => {
      isStopped = update.progress.phase === 'stopped';
      tells.update(update);
    });
    const ended = work.then(
      () => (isStopped ? ('stopped' as const) : ('done' as const)),
      (thrown: unknown) => {
        // Before it could begin.
        if (toErrorData(thrown).code === 'study_stopped') return 'stopped' as const;
        throw thrown;
      },
    );
    return { ended, stop: () => lab.stopStudy(kind) };
  };

const download =
  (models: Downloader): Begin<'download'> =>
  ({ name }, tells) => {
    const startedMs = performance.now();
    const work = models.download(name, (progress) => {
      const { doneBytes, totalBytes } = progress;
      tells.file(progress);
      const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
      const elapsedMs = performance.now() - startedMs;
      tells.progress({ share, elapsedMs, remainingMs: (elapsedMs * (1 - share)) / share });
    });
    const ended = work.then(
      () => 'done' as const,
      (thrown: unknown) => {
        if (toErrorData(thrown).code === 'aborted') return 'stopped' as const;
        throw thrown;
      },
    );
    return { ended, stop: () => models.abort() };
  };

export const worksOf = (lab: StudyLab, runs: OpenRuns, models: Downloader): Works => ({
  train: (request, tells) => runs.begin(request, tells),
  range_test: (request, tells) => runs.begin(request, tells),
  compare: study(lab, 'compare'),
  pruning: study(lab, 'pruning'),
  distill: study(lab, 'distill'),
  finetune: study(lab, 'finetune'),
  writer: study(lab, 'writer'),
  download: download(models),
});
