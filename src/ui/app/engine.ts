// The engine of this page. Its Worker begins behind the first picture, which it would only hold up: until then there is
// nothing to compute.
import { connectLab } from '../../host/client/client';

/** A hidden page paints nothing. */
const AT_LATEST_MS = 500;

const firstPicture = new Promise<void>((resolve) => {
  requestAnimationFrame(() => setTimeout(resolve));
  setTimeout(resolve, AT_LATEST_MS);
});

export const lab = connectLab(firstPicture);
