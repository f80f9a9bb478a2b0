import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '../../kit/Section';
import { useBench } from '../../stores/context';
import { isSameModel } from '../../stores/models/address';
import type { ModelRecord } from '../../stores/models/record';
import type { CompareKind } from './compareKind';
import { CompareStudy } from './CompareStudy';

interface PanelProps {
  readonly model: ModelRecord;
}

/** The model in smaller forms. */
export const CompressPanel = ({ model }: PanelProps) => <OfModel model={model} kind="forms" />;

/** The model as it is beside others. */
export const ComparePanel = ({ model }: PanelProps) => <OfModel model={model} kind="models" />;

function OfModel({ model: { base }, kind }: PanelProps & { kind: CompareKind }) {
  const { t } = useTranslation();
  const { compare } = useBench();
  useEffect(() => {
    compare.setState(({ options }) => {
      const isNew = !options.base || !isSameModel(options.base, base);
      const others = options.others.filter((other) => !isSameModel(other, base));
      return {
        options: {
          ...options,
          base,
          ...(isNew && { text: null }),
          others: kind === 'forms' ? [] : others,
        },
      };
    });
  }, [compare, base, kind]);
  return (
    <div>
      <Help>{t(kind === 'forms' ? 'models.compressLead' : 'models.compareLead')}</Help>
      <CompareStudy base={base} kind={kind} />
    </div>
  );
}
