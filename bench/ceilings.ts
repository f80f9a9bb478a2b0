// What this adapter can do at best, measured: multiply-adds a second and bytes copied a second.
// Shares in the reports are of these figures, not of a data sheet.
import { f32, foldGrid, type Dispatch } from '../src/gpu/dispatch';
import { read, write } from '../src/gpu/kernels/shapes';
import { declareBuffer, wholeView } from '../src/gpu/recorder';
import { compileProgram, type GpuContext, type Program } from '../src/gpu/replay';
import { elapsedMs, statsOf, type Stats } from './measure';
import copyCode from './shaders/copy_ceiling.wgsl';
import fmaCode from './shaders/fma_ceiling.wgsl';

export interface Ceilings {
  /** Of the best variant; the median of its rounds. */
  readonly fmaGflops: number;
  readonly fmaVariant: string;
  readonly copyGBps: number;
  readonly copyVariant: string;
}

const TARGET_MS = 80;
const ROUNDS = 7;

export async function measureCeilings(context: GpuContext): Promise<Ceilings> {
  const fma = await best(context, fmaVariants(context));
  const copy = await best(context, copyVariants(context));
  return {
    fmaGflops: fma.rate / 1e9,
    fmaVariant: fma.name,
    copyGBps: copy.rate / 1e9,
    copyVariant: copy.name,
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

function fmaVariants({ open }: GpuContext): Variant[] {
  const groups = open.facts.software ? 64 : 8192;
  const loops = 256;
  const out = temporary('fma', groups * 256 * 16);
  return [4, 8, 16].flatMap((chains) =>
    [64, 256].flatMap((width) =>
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

function copyVariants({ open }: GpuContext): Variant[] {
  // Larger than any cache in between, as far as bindings go.
  const bytes = open.facts.software ? 2 ** 25 : Math.min(2 ** 28, open.facts.maxBindingBytes);
  const size = Math.floor(bytes / 16);
  const [inp, out] = [temporary('copy_inp', bytes), temporary('copy_out', bytes)];
  return [1, 4, 16].flatMap((each) =>
    [64, 256].map((width): Variant => ({
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
  context: GpuContext,
  variants: readonly Variant[],
): Promise<{ name: string; rate: number }> {
  let winner = { name: '', rate: 0 };
  let programs: Program[] = [];
  for (const { name, dispatch, work } of variants) {
    const program = await compileProgram(context, [dispatch]);
    programs.push(program);
    const { median } = await rounds(context, program);
    const rate = work / (median / 1e3);
    if (rate > winner.rate) winner = { name, rate };
  }
  for (const program of programs) {
    program.destroy();
    for (const buffer of program.plan.persistent) context.buffers.freeResident(buffer);
  }
  programs = [];
  return winner;
}

/** Milliseconds of one run. */
async function rounds(context: GpuContext, program: Program): Promise<Stats> {
  const timed = async (times: number): Promise<number> => {
    const encoder = context.encoder();
    for (let i = 0; i < times; i++) program.encode(encoder);
    const total = await elapsedMs(async () => {
      context.send(encoder);
      await context.idle();
    });
    return total / times;
  };
  await timed(1);
  const times = Math.max(1, Math.min(200, Math.round(TARGET_MS / (await timed(1)))));
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) samples.push(await timed(times));
  return statsOf(samples);
}
