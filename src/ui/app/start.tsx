import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { LabClient } from '../../host/client/client';
import { App } from './app';
import { setupLanguage } from '../i18n/setup';
import { createBench } from '../stores/bench';
import { applyTheme, preferences } from '../stores/preferences';
import { keepWhileRunning } from '../stores/leaving';
import { persistStorage } from '../stores/persistence';
import { worksOffline } from '../offline/register';
import { followLanguage } from '../features/finetune/followLanguage';
import '@fontsource-variable/geist/wght.css';
import '@fontsource-variable/geist-mono/wght.css';
import './theme.css';

/** Puts the page up around a lab: the Worker's in the app, another one in development. */
export async function start(lab: LabClient): Promise<void> {
  applyTheme();
  const bench = createBench(lab);
  keepWhileRunning(bench);
  followLanguage(bench.finetune);
  persistStorage(bench, navigator.storage);
  worksOffline(bench.device);
  // A hidden page may be slowed down: that is no silent GPU, and what it measures does not count.
  const tellHidden = (): void => void lab.tellHidden(document.hidden).catch(() => undefined);
  tellHidden();
  document.addEventListener('visibilitychange', tellHidden);
  await setupLanguage(preferences.getState().language);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root.');
  createRoot(root).render(
    <StrictMode>
      <App bench={bench} />
    </StrictMode>,
  );
}
