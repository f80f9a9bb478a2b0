// Errors cross the Worker as data; the page translates by `code`.

export interface LabErrorData {
  code: string;
  /** English sentence, shown where no translation of the code exists. */
  message: string;
  fields: Record<string, string | number>;
}
