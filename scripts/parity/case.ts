// What a parity case is, and what a runner makes of it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SafetensorsFile } from '../../src/training/io/safetensors/safetensors';
import type { Engine } from './engine';
import type { Numbers } from './numbers';

/** One check of a tensor: `|got - want| <= atol + rtol * |want|` for every element, or equality. */
export interface Check {
  readonly equal?: boolean;
  readonly atol?: number;
  readonly rtol?: number;
}

/** The JSON beside the tensors. Other fields are the runner's business. */
export interface CaseJson {
  readonly category?: string;
  readonly op?: string;
  readonly kind?: string;
  readonly task?: string;
  readonly file?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly check?: Readonly<Record<string, Check>>;
  readonly tensors?: Readonly<Record<string, { dtype: string; shape: number[] }>>;
  readonly [key: string]: unknown;
}

export interface Case {
  /** Path as it is printed and filtered. */
  readonly id: string;
  /** Which runner: a key of the table in runners.ts. */
  readonly kind: string;
  /** The JSON file. */
  readonly file: string;
  readonly folder: string;
  readonly json: CaseJson;
}

/** What one run of a case gave. */
export interface Round {
  /** Largest error in units of its tolerance; 0 where nothing has one. */
  readonly worst: number;
  /** What is wrong; empty when the case holds. */
  readonly problems: readonly string[];
  /** Expected tensors that the engine can't give yet. */
  readonly missing?: readonly string[];
  /** Compared bit by bit between runs. */
  readonly results?: ReadonlyMap<string, Numbers>;
}

export interface Prepared {
  /** Runs from the same start each time. */
  run(): Promise<Round> | Round;
  destroy?(): void;
}

export interface Environment {
  /** Opened on first use: folders without GPU cases need no device. */
  engine(): Promise<Engine>;
}

export type Runner = (testCase: Case, environment: Environment) => Promise<Prepared> | Prepared;

/** The engine has no way yet to do this; counted apart, and an error under --strict only. */
export class NotYet extends Error {}

export const openTensors = (file: string): SafetensorsFile =>
  new SafetensorsFile(new Uint8Array(readFileSync(file)));

/** The tensors of a case: the file its JSON names, or the one of the same name. */
export function caseTensors({ file, folder, json }: Case): SafetensorsFile {
  const named = json.file ?? `${path.basename(file, '.json')}.safetensors`;
  return openTensors(path.join(folder, named));
}

export const readJson = (file: string): CaseJson =>
  JSON.parse(readFileSync(file, 'utf8')) as CaseJson;
