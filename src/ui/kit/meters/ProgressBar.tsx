import styles from './ProgressBar.module.css';

/** How far something is; `share` is left out while nobody knows. */
export function ProgressBar(props: {
  label: string;
  share: number | undefined;
  isFailed?: boolean;
}) {
  const { label, share, isFailed = false } = props;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      {...(share !== undefined && {
        'aria-valuenow': Math.round(share * 100),
        'aria-valuemin': 0,
        'aria-valuemax': 100,
      })}
    >
      <div
        className={styles.fill}
        data-open={share === undefined || undefined}
        data-failed={isFailed || undefined}
        {...(share !== undefined && { style: { transform: `scaleX(${share.toFixed(4)})` } })}
      />
    </div>
  );
}
