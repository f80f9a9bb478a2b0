import { useState } from 'react';
import { AccuracyCurve } from './AccuracyCurve';
import { LossChart } from './LossChart';

/** The pictures of a run over its steps; they share the axis. */
export function Curves() {
  const [logX, setLogX] = useState(false);
  return (
    <>
      <LossChart logX={logX} setLogX={setLogX} />
      <AccuracyCurve logX={logX} />
    </>
  );
}
