import { useTranslation } from 'react-i18next';
import type { BaseRef } from '../../training/models/baseModel';
import { SelectField } from '../components/Field';
import { useBench, useBenchStore, useRun } from '../stores/context';
import { changeTuning } from './tuneStore';
import { useNamed } from './useNamed';

const OWN = 'own';

const keyOf = (base: BaseRef | null): string =>
  base ? `${base.kind}:${base.kind === 'run' ? base.runId : base.id}` : OWN;

/** The models that are there, and the one that can be made here first. */
export function BaseChoice() {
  const { t } = useTranslation();
  const named = useNamed();
  const bench = useBench();
  const base = useBenchStore(
    (stores) => stores.tune,
    ({ choices }) => choices.base,
  );
  const runId = useRun((run) => (run?.progress ? run.runId : null));
  const runName = useRun((run) => run?.config.name ?? '');
  const kept = useBenchStore(
    (stores) => stores.kept,
    (store) => store.runs,
  );
  const loaded = useBenchStore(
    (stores) => stores.models,
    (store) => store.models,
  );
  const offers: { base: BaseRef; name: string }[] = [
    ...(runId
      ? [{ base: { kind: 'run', runId } as const, name: t('tune.base.run', { name: runName }) }]
      : []),
    ...(kept ?? [])
      .filter(({ id }) => id !== runId)
      .map(({ id, name }) => ({
        base: { kind: 'kept', id } as const,
        name: t('tune.base.kept', { name }),
      })),
    ...(loaded ?? []).map(({ id, name }) => ({
      base: { kind: 'loaded', id } as const,
      name: t('tune.base.loaded', { name }),
    })),
  ];
  const known = offers.find((offer) => keyOf(offer.base) === keyOf(base));
  return (
    <SelectField
      {...named('base')}
      value={known ? keyOf(base) : OWN}
      options={[
        { value: OWN, name: t('tune.base.own') },
        ...offers.map((offer) => ({ value: keyOf(offer.base), name: offer.name })),
      ]}
      help={t(known ? 'tune.base.help' : 'tune.base.ownHelp')}
      onChange={(value) => {
        const chosen = offers.find((offer) => keyOf(offer.base) === value);
        changeTuning(bench, { base: chosen?.base ?? null, rate: null });
      }}
    />
  );
}
