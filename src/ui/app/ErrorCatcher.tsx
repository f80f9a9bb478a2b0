import { Component, type ReactNode } from 'react';
import styles from './routes.module.css';

/** A view that fails must not take the run, or the other views, with it. */
export class ErrorCatcher extends Component<
  { message: string; children: ReactNode },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? (
      <p role="alert" className={styles.quiet}>
        {this.props.message}
      </p>
    ) : (
      this.props.children
    );
  }
}
