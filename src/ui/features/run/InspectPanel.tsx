import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Help, Section } from '../../kit/Section';
import { useRun } from '../../stores/context';
import type { ModelRecord } from '../../stores/models/record';
import { useModelPlan } from './useModelPlan';
import { ObjectiveExamples } from './examples/ObjectiveExamples';
import { WeightHeatMap } from './weights/WeightHeatMap';
import { idOf } from '../../stores/models/address';
import { Picture } from './picture/ModelPicture';

/** What the model is made of; of the run that is open also what it is asked, and its kernels. */
export default function InspectPanel({ model }: { model: ModelRecord }) {
  const { t } = useTranslation();
  const examples = useRun((run) => run?.examples);
  const isOpen = model.base.kind === 'run';
  const found = useModelPlan(model);
  return (
    <>
      {found ? <Picture {...found} /> : <Help>{t('plan.counting')}</Help>}
      {isOpen && found && <WeightHeatMap runId={idOf(model.base)} plan={found.plan} />}
      {isOpen && examples && examples.length > 0 && <ObjectiveExamples examples={examples} />}
      {isOpen && (
        <Section id="inspect-kernels" title={t('app.kernels')}>
          <Help>
            {t('models.kernels')} <Link href="/engine/kernels">{t('kernels.title')}</Link>
          </Help>
        </Section>
      )}
    </>
  );
}
