import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount, formatLoss, formatPercent } from '../../../../kit/format';
import data from '../../../../kit/panel.module.css';
import { Remarks } from '../../../../kit/Remarks';
import { familyName } from '../../../../stores/models/familyName';
import type { ModelRecord } from '../../../../stores/models/record';
import { useDataName } from '../../../study/text/useTextName';
import styles from '../../models.module.css';
import { ReadyCard } from '../../ReadyCard';
import { Origin } from '../../Origin';
import { TrainedOn } from '../../TrainedOn';
import { useModelWords } from '../../useModelWords';

/** What is known of the model: how it is built, what it read, how it was made. */
export default function CardTab({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const { loaded } = model;
  return (
    <div className={`${data.page} ${data.panel}`} style={{ marginTop: 0 }} data-testid="model-card">
      {model.base.kind === 'ready' && <ReadyCard id={model.base.id} />}
      <Facts model={model} />
      {loaded?.source.kind === 'variant' && <Origin origin={loaded.source} />}
      {loaded && <Remarks remarks={loaded.remarks ?? []} label={t('models.remarks')} />}
      {loaded && !model.card && <TrainedOn model={loaded} />}
      <Config model={model} />
    </div>
  );
}

function useFacts(model: ModelRecord) {
  const { t } = useTranslation();
  const words = useModelWords();
  const nameOf = useDataName();
  const { config, loaded, parameters, labels, steps, loss, floor, accuracy, sizeBytes } = model;
  const count = (value: number): string => formatCount(value);
  const heads = config && 'n_head' in config ? config.n_head : null;
  const kv =
    config && 'n_kv_head' in config && config.n_kv_head !== heads ? config.n_kv_head : null;
  const vocabulary = loaded && { tokens: loaded.tokens, rows: loaded.vocabSize };
  const read = model.data && nameOf(model.data, model.data.examples ? 'examples' : 'corpus');
  return [
    [t('setting.family.label'), config && familyName(config)],
    [t('common.parameters'), parameters === null ? null : count(parameters)],
    [t('setting.n_layer.label'), config && count(config.n_layer)],
    [t('setting.n_embd.label'), config && count(config.n_embd)],
    [t('models.heads'), kv === null ? heads && count(heads) : t('models.headsOf', { heads, kv })],
    [
      t('setting.n_positions.label'),
      config && t('models.contextTokens', { count: config.n_positions }),
    ],
    [
      t('models.vocabulary'),
      vocabulary &&
        (vocabulary.tokens === vocabulary.rows
          ? count(vocabulary.rows)
          : t('models.vocabularyOf', vocabulary)),
    ],
    [t('models.tensorType'), loaded?.dtype],
    [t('common.size'), sizeBytes === null ? null : formatBytes(sizeBytes)],
    [t('models.classes'), labels?.join(', ')],
    [t('models.readData'), read || null],
    [t('setting.max_steps.label'), steps > 0 ? count(steps) : null],
    [t('run.loss'), loss === null ? null : formatLoss(loss)],
    [t('models.floor'), floor === null ? null : formatLoss(floor)],
    [t('compare.metric.accuracy'), accuracy === null ? null : formatPercent(accuracy)],
    [t('models.originLabel'), words.origin(model)],
    [t('models.date'), words.date(model)],
  ] as const;
}

function Facts({ model }: { model: ModelRecord }) {
  return (
    <dl className={styles.facts}>
      {useFacts(model).map(
        ([name, value]) =>
          value != null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** As it is written down, for whoever wants to make it again. */
function Config({ model: { config, provenance } }: { model: ModelRecord }) {
  const { t } = useTranslation();
  if (!config) return null;
  return (
    <details>
      <summary>{t('models.config')}</summary>
      <pre className={styles.config} tabIndex={0}>
        {JSON.stringify({ model: config, ...provenance }, null, 2)}
      </pre>
    </details>
  );
}
