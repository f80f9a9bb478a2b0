import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { pagesOf, placeOf } from './pages';
import styles from './SectionPages.module.css';

/** Above the page: the other pages of its section. On a phone they are in the menu. */
export function SectionPages() {
  const { t } = useTranslation();
  const [location] = useLocation();
  const place = placeOf(location);
  const pages = pagesOf(place?.section);
  if (!place || pages.length < 2) return null;
  return (
    <nav className={styles.bar} aria-label={t(`app.section.${place.section}`)}>
      {pages.map(({ href, title }) => (
        <Link
          key={href}
          href={href}
          aria-current={location === href ? 'page' : place.href === href ? 'true' : undefined}
        >
          {t(title)}
        </Link>
      ))}
    </nav>
  );
}
