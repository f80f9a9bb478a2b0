// Charts come with the first page that draws one: their library is larger than the first page.
import { lazy } from 'react';

export const LinesChart = lazy(() => import('./LinesChart'));
export const BarsChart = lazy(() => import('./BarsChart'));
