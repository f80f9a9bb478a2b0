import { Menu } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { EXPERIMENTS, findExperiment, homeExperiment } from '../../experiments/all';
import { isActive } from '../stores/runView';
import { useLanguage } from '../i18n/useLanguage';
import { useRun } from '../stores/context';
import { Glyph } from './Glyph';
import { PAGES, type PageGroup } from './pages';
import { Preferences } from './Preferences';
import styles from './Rail.module.css';

/** Left: where you can go. On a narrow screen: a bar above, with a menu. */
export function Rail() {
  const { t } = useTranslation();
  const lists = useRef<HTMLDivElement>(null);
  const [location] = useLocation();
  useEffect(() => {
    const here = lists.current?.querySelector('[aria-current]');
    here?.scrollIntoView({ block: 'nearest' });
    if (lists.current?.matches(':popover-open')) lists.current.hidePopover();
  }, [location]);
  return (
    <nav className={styles.rail} aria-label={t('app.navigation')}>
      <Link href="/" className={styles.mark}>
        <Glyph />
        Benchtop
      </Link>
      <button
        type="button"
        className={styles.menu}
        popoverTarget="rail-lists"
        data-testid="rail-menu"
      >
        <Menu size={16} aria-hidden /> {t('app.menu')}
      </button>
      <div className={styles.lists} ref={lists} id="rail-lists" popover="auto">
        <h2 className={styles.heading} id="rail-experiments">
          {t('app.experiments')}
        </h2>
        <Experiments />
        <PageLinks of="learn" />
        <h2 className={styles.heading}>{t('app.models')}</h2>
        <PageLinks of="models" />
        <h2 className={styles.heading}>{t('app.inspect')}</h2>
        <PageLinks of="inside" />
      </div>
      <Preferences />
    </nav>
  );
}

function PageLinks({ of }: { of: PageGroup }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  return (
    <ul className={styles.list}>
      {PAGES.filter(({ group }) => group === of).map(({ href, icon: Icon, title }) => (
        <li key={href}>
          <Link
            href={href}
            className={styles.place}
            aria-current={location === href ? 'page' : undefined}
          >
            <Icon size={15} aria-hidden />
            {t(title)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The texts to grow a writer on, and the lesson that one is in; the others are in the gallery. */
function Experiments() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [location] = useLocation();
  const ofRun = useRun((run) => run?.experimentId);
  const isLive = useRun((run) => run !== null && isActive(run.state));
  const here = findExperiment(location.split('/').at(-1)) ?? findExperiment(ofRun);
  const first = homeExperiment(language);
  const atHome = ofRun ?? first.id;
  const others = EXPERIMENTS.filter(
    (experiment) => experiment !== first && (experiment.group === undefined || experiment === here),
  );
  return (
    <ul className={styles.list} aria-labelledby="rail-experiments">
      {[first, ...others].map(({ id, title, tagline }) => {
        const address = `/experiment/${id}`;
        const href = id === atHome ? '/' : address;
        return (
          <li key={id}>
            <Link
              href={href}
              className={styles.experiment}
              aria-current={location === href || location === address ? 'page' : undefined}
            >
              <span className={styles.title}>
                {title[language]}
                {ofRun === id && isLive && (
                  <span className={styles.lamp} role="img" aria-label={t('app.running')} />
                )}
              </span>
              <span className={styles.tagline}>{tagline[language]}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
