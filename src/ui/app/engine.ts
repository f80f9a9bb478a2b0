// The engine of this page. What imports it first has the Worker load while the rest of the page is evaluated.
import { connectLab } from '../../host/client/client';

export const lab = connectLab();
