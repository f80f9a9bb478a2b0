import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoadedModel } from '../../../host/protocol/models';
import { baseKey, type BaseRef } from '../../../training/models/baseModel';
import type { RunConfig } from '../../../training/run/config';
import { useBenchStore, useRun } from '../../stores/context';
import { useLanguage } from '../../i18n/useLanguage';
import { SelectField } from '../../kit/Field';

const NONE = '';

const keyOf = (base: BaseRef | null): string => (base ? baseKey(base) : NONE);

interface Offer {
  readonly base: BaseRef;
  readonly name: string;
}

/** Which of the models that are there can be used; all where left out. */
export interface Suits {
  readonly run?: (config: RunConfig) => boolean;
  readonly saved?: boolean;
  readonly loaded?: (model: LoadedModel) => boolean;
}

/** The models that are there: the present run, what was kept, was imported, comes with the lab. `isWhole`: all are known. */
function useOffers({ run: suitsRun, saved: suitsSaved = true, loaded: suitsLoaded }: Suits): {
  readonly offers: readonly Offer[];
  readonly isWhole: boolean;
} {
  const { t } = useTranslation();
  const runId = useRun((run) =>
    run?.progress && (suitsRun?.(run.config) ?? true) ? run.runId : null,
  );
  const runName = useRun((run) => run?.config.name ?? '');
  const saved = useBenchStore('savedRuns', ({ runs }) => runs);
  const loaded = useBenchStore('models', ({ models }) => models);
  const ready = useBenchStore('models', (state) => state.ready);
  const language = useLanguage();
  const present: Offer[] = runId
    ? [{ base: { kind: 'run', runId }, name: t('models.baseRun', { name: runName }) }]
    : [];
  const offers = [
    ...present,
    ...((suitsSaved && saved) || [])
      .filter(({ id }) => id !== runId)
      .map(({ id, name }): Offer => ({
        base: { kind: 'kept', id },
        name: t('models.baseSaved', { name }),
      })),
    ...(loaded ?? [])
      .filter((model) => suitsLoaded?.(model) ?? true)
      .map(({ id, name }): Offer => ({
        base: { kind: 'loaded', id },
        name: t('models.baseLoaded', { name }),
      })),
    ...(ready ?? [])
      .filter((model) => suitsLoaded?.(model) ?? true)
      .map(({ id, card }): Offer => ({
        base: { kind: 'ready', id },
        name: t('models.baseReady', { name: card.title[language] }),
      })),
  ];
  return { offers, isWhole: saved !== null && loaded !== null && ready !== null };
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
  const known = offers.find(({ base }) => keyOf(base) === keyOf(value));
  const isGone = value !== null && isWhole && !known;
  // What was chosen may be deleted on another page: what is shown is what will be used.
  useEffect(() => {
    if (isGone) onChange(null);
  }, [isGone, onChange]);
  return (
    <SelectField
      {...{ label, help, testId }}
      value={known ? keyOf(value) : NONE}
      options={[
        { value: NONE, name: none },
        ...offers.map(({ base, name }) => ({ value: keyOf(base), name })),
      ]}
      onChange={(key) => onChange(offers.find(({ base }) => keyOf(base) === key)?.base ?? null)}
    />
  );
}

/** What the models that are there are called. */
export function useBaseName(): (base: BaseRef) => string {
  const { offers } = useOffers({});
  return (base) => offers.find((offer) => keyOf(offer.base) === keyOf(base))?.name ?? '';
}
