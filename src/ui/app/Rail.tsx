import { Menu } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Glyph } from './Glyph';
import { pagesOf, placeOf, SECTIONS } from './pages';
import { Preferences } from './Preferences';
import styles from './Rail.module.css';

/** Left: the five places. On a narrow screen: a bar above, with a menu that holds their pages too. */
export function Rail() {
  const { t } = useTranslation();
  const lists = useRef<HTMLDivElement>(null);
  const [location] = useLocation();
  useEffect(() => {
    if (lists.current?.matches(':popover-open')) lists.current.hidePopover();
  }, [location]);
  return (
    <nav className={styles.rail} data-panel="side" aria-label={t('app.navigation')}>
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
        <Sections />
      </div>
      <Preferences />
    </nav>
  );
}

function Sections() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const place = placeOf(location);
  return (
    <ul className={styles.list}>
      {SECTIONS.map(({ id, href, icon: Icon }) => (
        <li key={id}>
          <Link
            href={href}
            className={styles.place}
            aria-current={location === href ? 'page' : place?.section === id ? 'true' : undefined}
            data-testid={`rail-${id}`}
          >
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            {t(`app.section.${id}`)}
          </Link>
          <ul className={styles.pages}>
            {pagesOf(id)
              .filter((page) => page.href !== href)
              .map((page) => (
                <li key={page.href}>
                  <Link href={page.href} aria-current={location === page.href ? 'page' : undefined}>
                    {t(page.title)}
                  </Link>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
