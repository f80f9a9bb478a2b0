import {
  Archive,
  BookOpenText,
  Boxes,
  Cpu,
  Database,
  FlaskConical,
  Scale,
  ShieldCheck,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { EXPERIMENTS, findExperiment } from '../../experiments/all';
import type { Experiment } from '../../experiments/experiment';
import { isActive } from '../stores/runView';
import { useLanguage, useRun } from '../stores/context';
import { Glyph } from './Glyph';
import { Preferences } from './Preferences';
import styles from './Rail.module.css';

/** Left: where you can go. On a narrow screen: a bar above. */
export function Rail() {
  const { t } = useTranslation();
  return (
    <nav className={styles.rail} aria-label={t('app.navigation')}>
      <Link href="/" className={styles.mark}>
        <Glyph />
        Benchtop
      </Link>
      <div className={styles.lists}>
        <h2 className={styles.heading} id="rail-experiments">
          {t('app.experiments')}
        </h2>
        <Experiments />
        <h2 className={styles.heading}>{t('app.inside')}</h2>
        <ul className={styles.list}>
          <Place href="/compare" icon={<Scale size={15} aria-hidden />} text={t('app.compare')} />
          <Place
            href="/distil"
            icon={<FlaskConical size={15} aria-hidden />}
            text={t('distil.title')}
          />
          <Place href="/data" icon={<Database size={15} aria-hidden />} text={t('app.data')} />
          <Place href="/models" icon={<Boxes size={15} aria-hidden />} text={t('models.title')} />
          <Place href="/runs" icon={<Archive size={15} aria-hidden />} text={t('kept.title')} />
          <Place href="/kernels" icon={<Cpu size={15} aria-hidden />} text={t('app.kernels')} />
          <Place href="/check" icon={<ShieldCheck size={15} aria-hidden />} text={t('app.check')} />
          <Place href="/help" icon={<BookOpenText size={15} aria-hidden />} text={t('app.help')} />
        </ul>
      </div>
      <Preferences />
    </nav>
  );
}

const GROUPS = ['texts', 'architectures', 'objectives', 'training', 'tasks'] as const;

/** Presets by what they are about; the group that you are in is open, the others on demand. */
function Experiments() {
  const { t } = useTranslation();
  const ofRun = useRun((run) => run?.experimentId);
  const [location] = useLocation();
  const here = findExperiment(location.split('/').at(-1)) ?? findExperiment(ofRun);
  return GROUPS.map((group) => {
    const list = EXPERIMENTS.filter((experiment) => (experiment.group ?? 'texts') === group);
    const isHere = (here?.group ?? 'texts') === group;
    if (group === 'texts') return <ExperimentList key={group} list={list} />;
    return (
      <details key={`${group}-${isHere}`} className={styles.group} open={isHere}>
        <summary data-testid={`experiments-${group}`}>{t(`app.group.${group}`)}</summary>
        <ExperimentList list={list} />
      </details>
    );
  });
}

function ExperimentList({ list }: { list: readonly Experiment[] }) {
  const language = useLanguage();
  const [location] = useLocation();
  const ofRun = useRun((run) => run?.experimentId);
  const isLive = useRun((run) => run !== null && isActive(run.state));
  return (
    <ul className={styles.list} aria-labelledby="rail-experiments">
      {list.map(({ id, title, tagline }) => {
        const home = ofRun === undefined ? id === EXPERIMENTS[0]?.id : ofRun === id;
        const href = home ? '/' : `/experiment/${id}`;
        const isHere = location === href || location === `/experiment/${id}`;
        return (
          <li key={id}>
            <Link
              href={href}
              className={styles.experiment}
              aria-current={isHere ? 'page' : undefined}
            >
              <span className={styles.title}>
                {title[language]}
                {ofRun === id && isLive && <RunningLamp />}
              </span>
              <span className={styles.tagline}>{tagline[language]}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function RunningLamp() {
  const { t } = useTranslation();
  return <span className={styles.lamp} role="img" aria-label={t('app.running')} />;
}

function Place({ href, icon, text }: { href: string; icon: React.ReactNode; text: string }) {
  const [location] = useLocation();
  return (
    <li>
      <Link
        href={href}
        className={styles.place}
        aria-current={location === href ? 'page' : undefined}
      >
        {icon}
        {text}
      </Link>
    </li>
  );
}
