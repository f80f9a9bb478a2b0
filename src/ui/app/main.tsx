import { connectLab } from '../../host/client/client';

// The engine loads beside the page, not behind it.
const lab = connectLab();
void import('./start').then(({ start }) => start(lab));
