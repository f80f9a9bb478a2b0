// What a comparison asks of one kind of models: language models are held against each other on a text
// (languageContest.ts), all others by their own objective (objectiveContest.ts).
import type { ComputeContext } from '../../../../gpu/compute';
import type { BaseRef } from '../../../../training/models/baseModel';
import type { Model } from '../../../../training/models/interfaces';
import type { RunConfig } from '../../../../training/run/config';
import type { Provenance } from '../../../../training/run/provenance';
import type { Tokenizer } from '../../../../training/tokenizers/tokenizer';
import type { CompareMethod, CostFigures, VariantRow } from '../../../protocol/compare';
import type { EvalTaskFigures } from '../../../protocol/evalTask';
import type { VariantSpec } from '../../../protocol/variant';
import type { Piece, StageMaker } from '../../compress/stages';
import type { Trained } from '../../compress/variants';

/** A model that variants are made of. */
export interface AnySource<M extends Model> {
  /** Null for the comparison's own. */
  readonly name: string | null;
  readonly trained: Trained<M>;
  readonly tokenizer: Tokenizer;
  readonly provenance: Provenance | undefined;
  readonly maker: StageMaker<M>;
}

/** A variant on its device. */
export interface Opened {
  cost(): CostFigures;
  destroy(): Promise<void>;
}

/** What has been made of one variant. */
export interface Entry<S, O> {
  readonly spec: VariantSpec;
  readonly source: S;
  readonly compared: O;
}

type Change = Partial<VariantRow> & Pick<VariantRow, 'id'>;

/** Of the method, what depends on the kind of models. */
export type ReadingMethod = Omit<
  CompareMethod,
  'devices' | 'startedAt' | 'runName' | 'model' | 'trainedSteps' | 'seed' | 'watts'
>;

/** The table that fills. */
export interface Board {
  row(id: string): VariantRow | undefined;
  change(change: Change): void;
  describe(change: Partial<CompareMethod>): void;
}

export interface Contest<M extends Model, S extends AnySource<M>, O extends Opened> {
  readonly own: {
    readonly config: RunConfig;
    readonly trained: Trained<M>;
    readonly steps: number;
  };
  /** What is read, and how it is timed. */
  method(): ReadingMethod;
  /** The comparison's own model, or another one; each is opened once. */
  source(base: BaseRef | undefined): Promise<S>;
  open(on: ComputeContext, piece: Piece<M>, source: S): Promise<O>;
  /** All but its speed. */
  evaluate(source: S, opened: O): Promise<Partial<VariantRow>>;
  ask(source: S, opened: O): Promise<EvalTaskFigures[]>;
  /** Side by side; those that failed are left out. */
  measure(entries: readonly Entry<S, O>[], board: Board): Promise<void>;
}
