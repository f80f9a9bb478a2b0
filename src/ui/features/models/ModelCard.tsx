import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LoadedModel } from '../../../host/protocol/models';
import { adaptedId } from '../../../training/models/baseModel';
import { Button } from '../../kit/Button';
import data from '../../kit/panel.module.css';
import { formatCount } from '../../kit/format';
import { useBenchStore } from '../../stores/context';
import { Playground } from '../playground/Playground';
import { Adapters } from './Adapters';
import { ExportForms } from './ExportForms';
import styles from './models.module.css';
import { Origin } from './Origin';
import { Remarks } from '../../kit/Remarks';
import { TrainedOn } from './TrainedOn';
import { familyName } from './words';

/** What the model is made of, what can be done with it, and its writing. */
export function ModelCard({ model }: { model: LoadedModel }) {
  const { t } = useTranslation();
  return (
    <section className={data.panel} aria-labelledby="model-title" data-testid="model-card">
      <h2 id="model-title">{model.name}</h2>
      {model.source.kind === 'variant' && <Origin origin={model.source} />}
      <Facts model={model} />
      <Remarks remarks={model.remarks ?? []} label={t('models.remarks')} />
      <TrainedOn model={model} />
      <Adapters model={model} />
      <Tune id={model.id} />
      <ExportForms model={model} />
      <Talk model={model} />
    </section>
  );
}

/** With the adapter that takes part. */
function Talk({ model }: { model: LoadedModel }) {
  const adapterId = useBenchStore('models', (state) => state.adapters[model.id] ?? null);
  const adapter = model.adapters.find(({ id }) => id === adapterId);
  const id = adaptedId(model.id, adapterId);
  const { labels, provenance } = { ...model, ...adapter };
  const played = { ...model, labels, provenance, base: { kind: 'loaded', id } as const };
  return (
    <div className={styles.write}>
      <Playground key={id} model={played} />
    </div>
  );
}

function useFacts({ config, vocabSize, tokens, parameters, dtype, labels }: LoadedModel) {
  const { t } = useTranslation();
  const count = (value: number): string => formatCount(value);
  const heads = 'n_head' in config ? config.n_head : null;
  const kv = 'n_kv_head' in config && config.n_kv_head !== heads ? config.n_kv_head : null;
  return [
    [t('setting.family.label'), familyName(config)],
    [t('common.parameters'), count(parameters)],
    [t('setting.n_layer.label'), count(config.n_layer)],
    [t('setting.n_embd.label'), count(config.n_embd)],
    [t('models.heads'), kv === null ? heads && count(heads) : t('models.headsOf', { heads, kv })],
    [t('setting.n_positions.label'), t('models.contextTokens', { count: config.n_positions })],
    [
      t('models.vocabulary'),
      tokens === vocabSize
        ? count(vocabSize)
        : t('models.vocabularyOf', { tokens, rows: vocabSize }),
    ],
    [t('models.tensorType'), dtype],
    [t('models.classes'), labels?.join(', ') ?? null],
  ] as const;
}

function Facts({ model }: { model: LoadedModel }) {
  const facts = useFacts(model);
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Tune({ id }: { id: string }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  return (
    <div className={data.row}>
      <Button
        look="signal"
        icon={<SlidersHorizontal size={15} aria-hidden />}
        testId="model-tune"
        onPress={() => go(`/finetune?base=loaded:${id}`)}
      >
        {t('finetune.title')}
      </Button>
    </div>
  );
}
