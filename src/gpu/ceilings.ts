// What this adapter can do at best, measured: multiply-adds a second and bytes copied a second.
// Shares of the roofline are of these figures, not of a data sheet.
import copyCode from '../shaders/copy_ceiling.wgsl';
import fmaCode from '../shaders/fma_ceiling.wgsl';
import { f32, foldGrid, type Dispatch } from './dispatch';
import { read, write } from './kernels/shapes';
import { declareBuffer, wholeView } from './recorder';
import type { ComputeContext, Program } from './compute';

export interface Ceilings {
  /** Of the best variant; the median of its rounds. */
  readonly fmaGflops: number;
  readonly fmaVariant: string;
  readonly copyGBps: number;
  readonly copyVariant: string;
}

interface Effort {
  readonly targetMs: number;
  readonly rounds: number;
  /** Of the variants, the ones in the middle alone. */
  readonly isBrief: boolean;
}

/** For a report, and for a glance. */
const THOROUGH: Effort = { targetMs: 80, rounds: 7, isBrief: false };
export const BRIEF: Effort = { targetMs: 15, rounds: 3, isBrief: true };

/** One sample among others. */
const GLANCE: Effort = { targetMs: 80, rounds: 1, isBrief: false };

export async function measureCeilings(
  context: ComputeContext,
  effort: Effort = THOROUGH,
): Promise<Ceilings> {
  const fma = await best(context, fmaVariants(context, effort), effort);
  const copy = await best(context, copyVariants(context, effort), effort);
  return {
    fmaGflops: fma.rate / 1e9,
    fmaVariant: fma.name,
    copyGBps: copy.rate / 1e9,
    copyVariant: copy.name,
  };
}

/** A ceiling measured again and again, beside what is to be a share of it. */
export interface OpenCeiling {
  /** Operations or bytes a second, now. */
  rate(): Promise<number>;
  destroy(): void;
}

/** `variant`: as `measureCeilings` named it. */
export async function openCeiling(
  context: ComputeContext,
  kind: 'fma' | 'copy',
  variant: string,
): Promise<OpenCeiling> {
  const variants = (kind === 'fma' ? fmaVariants : copyVariants)(context, THOROUGH);
  const { dispatch, work } = variants.find(({ name }) => name === variant)!;
  const program = await context.compile([dispatch]);
  return {
    rate: async () => work / ((await medianMs(context, program, GLANCE)) / 1e3),
    destroy: () => free(context, program),
  };
}

interface Variant {
  readonly name: string;
  readonly dispatch: Dispatch;
  /** Operations or bytes of one run. */
  readonly work: number;
}

const temporary = (label: string, bytes: number) =>
  wholeView(declareBuffer(label, bytes, 'workspace', true));

function fmaVariants({ open }: ComputeContext, { isBrief }: Effort): Variant[] {
  const groups = open.facts.software ? 64 : 8192;
  const loops = 256;
  const out = temporary('fma', groups * 256 * 16);
  const [chainCounts, widths] = isBrief
    ? [[8], [64]]
    : [
        [4, 8, 16],
        [64, 256],
      ];
  return chainCounts.flatMap((chains) =>
    widths.flatMap((width) =>
      [false, true].map((fused): Variant => {
        const flops = groups * width * 8 * chains * loops;
        return {
          name: `${chains} chains, ${width} a group${fused ? ', fma()' : ''}`,
          work: flops,
          dispatch: {
            label: 'fma_ceiling',
            shader: { name: 'fma_ceiling', code: fmaCode },
            constants: { CHAINS: chains, LOOPS: loops, FUSED: fused },
            overrides: { WORKGROUP_X: width },
            bindings: [write(out)],
            params: [f32(0.999), f32(0.001)],
            grid: [groups, 1, 1],
            flops,
            bytes: groups * width * 16,
          },
        };
      }),
    ),
  );
}

function copyVariants({ open }: ComputeContext, { isBrief }: Effort): Variant[] {
  // Larger than any cache in between, as far as bindings go.
  const bytes = open.facts.software ? 2 ** 25 : Math.min(2 ** 28, open.facts.maxBindingBytes);
  const size = Math.floor(bytes / 16);
  const [inp, out] = [temporary('copy_inp', bytes), temporary('copy_out', bytes)];
  const [counts, widths] = isBrief
    ? [[1, 4], [64]]
    : [
        [1, 4, 16],
        [64, 256],
      ];
  return counts.flatMap((each) =>
    widths.map((width): Variant => ({
      name: `${each} vectors each, ${width} a group`,
      work: 2 * size * 16,
      dispatch: {
        label: 'copy_ceiling',
        shader: { name: 'copy_ceiling', code: copyCode },
        constants: { EACH: each },
        overrides: { WORKGROUP_X: width },
        bindings: [read(inp), write(out)],
        params: [size],
        grid: foldGrid(Math.ceil(size / (each * width))),
        flops: 0,
        bytes: 2 * size * 16,
      },
    })),
  );
}

async function best(
  context: ComputeContext,
  variants: readonly Variant[],
  effort: Effort,
): Promise<{ name: string; rate: number }> {
  let winner = { name: '', rate: 0 };
  const programs: Program[] = [];
  for (const { name, dispatch, work } of variants) {
    const program = await context.compile([dispatch]);
    programs.push(program);
    const rate = work / ((await medianMs(context, program, effort)) / 1e3);
    if (rate > winner.rate) winner = { name, rate };
  }
  for (const program of programs) free(context, program);
  return winner;
}

function free({ buffers }: ComputeContext, program: Program): void {
  program.destroy();
  for (const buffer of program.plan.persistent) buffers.freeResident(buffer);
}

/** Milliseconds of one run. */
async function medianMs(
  context: ComputeContext,
  program: Program,
  { targetMs, rounds }: Effort,
): Promise<number> {
  const timed = async (times: number): Promise<number> => {
    const encoder = context.encoder();
    for (let i = 0; i < times; i++) program.encode(encoder);
    const from = performance.now();
    context.send(encoder);
    await context.idle();
    return (performance.now() - from) / times;
  };
  await timed(1);
  const times = Math.max(1, Math.min(200, Math.round(targetMs / (await timed(1)))));
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) samples.push(await timed(times));
  return samples.toSorted((a, b) => a - b)[samples.length >> 1]!;
}
