import { ArrowRight } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { modelAddress } from '../../../stores/models/address';
import type { ModelRecord } from '../../../stores/models/record';
import { ancestorsOf, childrenOf, type Edge } from './lineage';
import { useEdgeWords } from './useEdgeWords';
import styles from './lineage.module.css';

/** Came from → this → became, with what each step changed. Nothing where it stands alone. */
export function Lineage(props: { model: ModelRecord; models: readonly ModelRecord[] }) {
  const { model, models } = props;
  const { t } = useTranslation();
  const ancestors = ancestorsOf(model, models);
  const children = childrenOf(model, models);
  if (ancestors.length === 0 && children.length === 0) return null;
  return (
    <nav className={styles.lineage} aria-label={t('models.lineage')} data-testid="lineage">
      {ancestors.map((edge) => (
        <Fragment key={edge.key}>
          <Node edge={edge} />
          <Arrow edge={edge} />
        </Fragment>
      ))}
      <span className={styles.node} aria-current="true">
        {model.name}
      </span>
      {children.length > 0 && (
        <ul className={styles.children}>
          {children.map((edge) => (
            <li key={edge.key}>
              <Arrow edge={edge} />
              <Node edge={edge} />
            </li>
          ))}
        </ul>
      )}
    </nav>
  );
}

/** A model that was deleted keeps its name and its place. */
function Node({ edge: { other, name } }: { edge: Edge }) {
  const { t } = useTranslation();
  if (other)
    return (
      <Link href={modelAddress(other.base)} className={styles.node}>
        {other.name}
      </Link>
    );
  return (
    <span className={styles.node} data-gone title={t('models.deletedParent')}>
      {name ?? t('models.deletedParent')}
    </span>
  );
}

function Arrow({ edge }: { edge: Edge }) {
  const words = useEdgeWords();
  return (
    <span className={styles.edge}>
      <span>{words(edge)}</span>
      <ArrowRight size={16} aria-hidden />
    </span>
  );
}
