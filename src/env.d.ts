interface ImportMetaEnv {
  /** Of package.json; vite.config.ts puts it in. */
  readonly BENCHTOP_VERSION: string;
}
