// Saved runs as the browser's database has them: what a run has really done by the time it stands still.
import { expect, type Page } from '@playwright/test';
import { stateOf, stepOf } from './support';

/** The saved run that was written last. */
export async function newestSaved(page: Page): Promise<{ step: number; keptAtMs: number }> {
  const entries = await page.evaluate(
    () =>
      new Promise<{ step: number; keptAtMs: number }[]>((resolve, reject) => {
        const opening = indexedDB.open('benchtop');
        opening.onerror = () => reject(new Error('no list'));
        opening.onsuccess = () => {
          const asking = opening.result.transaction('runs').objectStore('runs').getAll();
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result as { step: number; keptAtMs: number }[]);
          };
        };
      }),
  );
  const [last] = entries.toSorted((a, b) => b.keptAtMs - a.keptAtMs);
  return last ?? { step: -1, keptAtMs: -1 };
}

/**
 * Pauses and gives the step at which the run then stands: submits that were on their way are still
 * counted, and kept with the rest. `before`: when a run was kept last.
 */
export async function pauseUntilSaved(page: Page, before: number): Promise<number> {
  await page.getByTestId('run-pause').click();
  await expect(stateOf(page)).toHaveAttribute('data-state', 'paused');
  const isSaved = async () => {
    const { step, keptAtMs } = await newestSaved(page);
    return keptAtMs > before && step === (await stepOf(page));
  };
  await expect.poll(isSaved).toBe(true);
  return (await newestSaved(page)).step;
}
