// What a shape of rows says: which columns make up the prompt, in which order, and which one is the answer
// or the class.

export interface RowShape {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
  /** Columns that must be there; `a|b`: one of them, the first that is there. */
  readonly columns: readonly string[];
  /** Columns that tell it from another shape: with one of these there it does not apply. */
  readonly without?: readonly string[];
  readonly use: ShapeUse;
}

export type ShapeUse =
  | { readonly kind: 'text'; readonly text: string }
  /** `before`: columns in front of the conversation. */
  | { readonly kind: 'messages'; readonly messages: string; readonly before?: readonly string[] }
  /** Parts of the prompt in their order; those that are not there or empty are left out. */
  | { readonly kind: 'answer'; readonly prompt: readonly string[]; readonly answer: string }
  | {
      readonly kind: 'classes';
      readonly text: string;
      readonly pair?: string;
      readonly label: string;
    }
  | ChoiceUse;

export interface ChoiceUse {
  readonly kind: 'choices';
  /** Parts of the context in their order. */
  readonly context: readonly string[];
  /** One column with a list, or a column for each choice. */
  readonly choices: readonly string[];
  readonly answer: string;
  /**
   * How the answer names a choice. `zero`, `one`: an index; `label`: as the labels beside the choices say;
   * `text`: the choice itself; `file`: decided over all rows.
   */
  readonly base: 'zero' | 'one' | 'label' | 'text' | 'file';
  /** How context and choice are joined; default: with a blank between. */
  readonly join?: 'copa' | 'blank' | 'boolq' | 'sciq';
}
