import {
  Archive,
  BookOpenText,
  Boxes,
  Cpu,
  Database,
  FlaskConical,
  GraduationCap,
  Scale,
  ShieldCheck,
  Target,
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
        <ul className={styles.list}>
          <Place
            href="/lessons"
            icon={<GraduationCap size={15} aria-hidden />}
            text={t('lessons.link')}
          />
        </ul>
        <h2 className={styles.heading}>{t('app.inside')}</h2>
        <ul className={styles.list}>
          <Place href="/tune" icon={<Target size={15} aria-hidden />} text={t('tune.title')} />
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

/** The texts to grow a writer on, and the lesson that one is in; the others are in the gallery. */
function Experiments() {
  const ofRun = useRun((run) => run?.experimentId);
  const [location] = useLocation();
  const here = findExperiment(location.split('/').at(-1)) ?? findExperiment(ofRun);
  const list = EXPERIMENTS.filter(
    (experiment) => experiment.group === undefined || experiment === here,
  );
  return <ExperimentList list={list} />;
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
