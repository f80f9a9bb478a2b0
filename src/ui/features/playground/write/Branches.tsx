import { GitBranch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from '../playground.module.css';
import { branchesOf, type PlayText } from '../playgroundStore';

/** Characters of a text behind the place where it branches off. */
const SHOWN = 40;

/** A text and what branched off from it: any of them can be returned to. */
export function Branches(props: {
  texts: readonly PlayText[];
  root: PlayText;
  shownId: number;
  onShow: (id: number) => void;
}) {
  const { texts, root, shownId, onShow } = props;
  const { t } = useTranslation();
  const branches = branchesOf(texts, root);
  if (branches.length < 2) return null;
  return (
    <ul className={styles.branches} aria-label={t('playground.branches')}>
      {branches.map(({ text, depth }) => (
        <li key={text.id} style={{ '--depth': depth } as React.CSSProperties}>
          <button
            type="button"
            aria-pressed={text.id === shownId}
            data-testid="play-branch"
            onClick={() => onShow(text.id)}
          >
            {depth > 0 && <GitBranch size={13} aria-hidden />}
            <span>{ownWords(text)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function ownWords({ tokens, text, parent }: PlayText): string {
  const own = tokens.slice(parent?.at ?? 0).map(({ piece }) => piece);
  const words = (own.join('') || text).trim();
  return words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words || '…';
}
