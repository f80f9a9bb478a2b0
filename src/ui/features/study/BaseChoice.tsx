import { useEffect } from 'react';
import type { LoadedModel } from '../../../host/protocol/models';
import type { BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { useBenchStore, useRun } from '../../stores/context';
import { SelectField } from '../../kit/Field';
import type { ModelRecord } from '../../stores/models/record';
import { findModel, useModels } from '../../stores/models/useModels';

const NONE = '';

/** Which of the models that are there can be used; all where left out. */
export interface Suits {
  readonly run?: (config: RunConfig) => boolean;
  readonly saved?: boolean;
  readonly loaded?: (model: LoadedModel) => boolean;
}

/** Those that suit, as the list of models has them. `isWhole`: all are known. */
function useOffers({ run: suitsRun, saved: suitsSaved = true, loaded: suitsLoaded }: Suits): {
  readonly offers: readonly ModelRecord[];
  readonly isWhole: boolean;
} {
  const models = useModels();
  const isLoaded = useBenchStore('models', ({ models: loaded, ready }) => !!loaded && !!ready);
  /** Of a run that has a model by now. */
  const config = useRun((run) => (run?.progress ? run.config : null));
  const suits = ({ base, origin, loaded }: ModelRecord): boolean => {
    if (base.kind === 'run') return config !== null && (suitsRun?.(config) ?? true);
    if (base.kind === 'kept') return suitsSaved;
    return origin !== 'adapter' && loaded !== undefined && (suitsLoaded?.(loaded) ?? true);
  };
  return { offers: models?.filter(suits) ?? [], isWhole: models !== null && isLoaded };
}

/** One of the models that are there, or `none`: what is done without one. */
export function BaseChoice(props: {
  label: string;
  help: string;
  testId: string;
  none: string;
  value: BaseRef | null;
  suits?: Suits;
  onChange: (base: BaseRef | null) => void;
}) {
  const { label, help, testId, none, value, suits = {}, onChange } = props;
  const { offers, isWhole } = useOffers(suits);
  const known = findModel(offers, value);
  const isGone = value !== null && isWhole && !known;
  // What was chosen may be deleted on another page: what is shown is what will be used.
  useEffect(() => {
    if (isGone) onChange(null);
  }, [isGone, onChange]);
  return (
    <SelectField
      {...{ label, help, testId }}
      value={known?.key ?? NONE}
      options={[
        { value: NONE, name: none },
        ...offers.map(({ key, name }) => ({ value: key, name })),
      ]}
      onChange={(chosen) => onChange(offers.find(({ key }) => key === chosen)?.base ?? null)}
    />
  );
}
