import { FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Fold } from '../../kit/Fold';
import { useBench, useBenchStore } from '../../stores/context';
import type { ModelRecord } from '../../stores/models/record';
import { changeDistill } from './distillActions';
import { DistillStudy } from './DistillStudy';

/** The same study with the model at hand as the teacher. */
export default function DistillPanel({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  return (
    <Fold
      title={t('distill.title')}
      lead={t('models.distillLead')}
      icon={<FlaskConical size={20} aria-hidden />}
      testId="model-distill"
    >
      {() => <OfModel model={model} />}
    </Fold>
  );
}

function OfModel({ model: { base, ability } }: { model: ModelRecord }) {
  const bench = useBench();
  const isRunning = useBenchStore('distill', ({ state }) => state === 'running');
  const task = ability === 'classifies' ? 'classify' : 'language';
  useEffect(() => {
    // What runs keeps its settings.
    if (isRunning) return;
    bench.distill.setState({ task });
    changeDistill(bench, { teacher: base, text: null });
  }, [bench, base, task, isRunning]);
  return <DistillStudy teacher={base} />;
}
