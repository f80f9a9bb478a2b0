// Whether this browser has shown the tour.
const KEY = 'benchtop.tour';

export function hasSeenTour(): boolean {
  try {
    return localStorage.getItem(KEY) === 'seen';
  } catch {
    return false;
  }
}

export function keepTourSeen(): void {
  try {
    localStorage.setItem(KEY, 'seen');
  } catch {
    // Storage may be off: it is offered again.
  }
}
