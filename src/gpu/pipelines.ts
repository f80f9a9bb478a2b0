// The one place that composes and compiles WGSL. The prelude is concatenation only: enable lines,
// `alias elem`, constants, then lib files, then the family's own file.
import type { Access, Dispatch } from './dispatch';
import { type BenchtopError, GpuError, PipelineError } from './errors';
import type { GpuFaults } from './faults';
import { libName } from './shaderFiles';

const COMPUTE = 4; // GPUShaderStage.COMPUTE

/** The module that a dispatch runs, exactly as compiled; the app shows this text. */
export function composeWgsl(dispatch: Dispatch): string {
  return [prelude(dispatch), ...(dispatch.shader.lib ?? []), dispatch.shader.code]
    .filter((part) => part !== '')
    .join('\n');
}

function prelude(dispatch: Dispatch): string {
  const lines: string[] = [];
  const enables = new Set(dispatch.enables);
  if (dispatch.elem === 'f16') enables.add('f16');
  for (const name of enables) lines.push(`enable ${name};`);
  if (dispatch.elem) lines.push(`alias elem = ${dispatch.elem};`);
  // Untyped constants: they take the type of where they are used.
  for (const [name, value] of Object.entries(dispatch.constants ?? {})) {
    lines.push(`const ${name} = ${value};`);
  }
  return lines.join('\n');
}

/** The file and line that a line of the composed text comes from; both count from 1. */
function sourceOf({ shader, ...rest }: Dispatch, line: number): { file: string; line: number } {
  const parts = [
    { file: 'prelude', text: prelude({ shader, ...rest }) },
    ...(shader.lib ?? []).map((text) => ({ file: libName(text), text })),
    { file: `${shader.name}.wgsl`, text: shader.code },
  ].filter(({ text }) => text !== '');
  let before = 0;
  for (const { file, text } of parts.slice(0, -1)) {
    const lines = text.split('\n').length;
    if (line <= before + lines) return { file, line: line - before };
    before += lines;
  }
  return { file: parts.at(-1)!.file, line: line - before };
}

const layoutKey = (dispatch: Dispatch): string =>
  dispatch.bindings.map(({ access }) => (access === 'read' ? 'r' : 'w')).join('') +
  (dispatch.params.length > 0 ? 'u' : '');

/** Two dispatches with one key run on one pipeline: nothing but the composed text tells libs apart. */
export function pipelineKey(dispatch: Dispatch, code = composeWgsl(dispatch)): string {
  const { entry = 'main', overrides = {} } = dispatch;
  return `${layoutKey(dispatch)}|${entry}|${JSON.stringify(overrides)}|${code}`;
}

export interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #faults: GpuFaults;
  readonly #pipelines = new Map<string, Promise<Compiled>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();

  constructor(device: GPUDevice, faults: GpuFaults) {
    this.#device = device;
    this.#faults = faults;
  }

  get size(): number {
    return this.#pipelines.size;
  }

  /** @throws PipelineError shader_failed with the compiler's own words and the line; GpuError */
  get(dispatch: Dispatch): Promise<Compiled> {
    const code = composeWgsl(dispatch);
    const key = pipelineKey(dispatch, code);
    let compiled = this.#pipelines.get(key);
    if (!compiled) {
      compiled = this.#compile(dispatch, code);
      this.#pipelines.set(key, compiled);
      compiled.catch(() => this.#pipelines.delete(key));
    }
    return compiled;
  }

  async #compile(dispatch: Dispatch, code: string): Promise<Compiled> {
    const { entry = 'main', label, overrides = {} } = dispatch;
    let module: GPUShaderModule | null = null;
    try {
      const { layout, creating } = await this.#faults.collected(() =>
        this.#faults.scoped(label, () => {
          const bindings = this.#layout(dispatch);
          module = this.#module(label, code);
          const pipeline = this.#device.createComputePipelineAsync({
            label,
            layout: this.#device.createPipelineLayout({ bindGroupLayouts: [bindings] }),
            compute: { module, entryPoint: entry, constants: overrides },
          });
          const answer = this.#faults.answer(label, pipeline, true);
          // Awaited below, when the scopes have been looked at.
          answer.catch(() => undefined);
          return { layout: bindings, creating: answer };
        }),
      );
      return { pipeline: await creating, layout };
    } catch (cause) {
      this.#modules.delete(code);
      throw await this.#causeOf(cause, dispatch, module);
    }
  }

  #module(label: string, code: string): GPUShaderModule {
    let module = this.#modules.get(code);
    if (!module) {
      module = this.#device.createShaderModule({ label, code });
      this.#modules.set(code, module);
    }
    return module;
  }

  async #causeOf(
    cause: unknown,
    dispatch: Dispatch,
    module: GPUShaderModule | null,
  ): Promise<BenchtopError> {
    const { error } = this.#faults;
    if (error) return error;
    const { label, shader } = dispatch;
    const detail = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof GpuError && cause.code !== 'gpu_validation') return cause;
    if ((cause as Partial<GPUPipelineError>).reason === 'internal') {
      const message = `The driver failed at ${label}: ${detail}`;
      return new GpuError('gpu_internal', message, { where: label, detail });
    }
    const messages = await module?.getCompilationInfo?.().then(
      (info) => info.messages,
      () => [],
    );
    const found = messages?.find(({ type }) => type === 'error');
    const origin = found
      ? sourceOf(dispatch, found.lineNum)
      : { file: `${shader.name}.wgsl`, line: 0 };
    const words = found?.message ?? detail;
    const at = found ? `${origin.file}:${origin.line}` : origin.file;
    const message = `${label} did not compile: ${at}: ${words}`;
    return new PipelineError('shader_failed', message, { label, detail: words, ...origin });
  }

  /** Stated, not 'auto': 'auto' drops bindings that the shader happens not to use. */
  #layout(dispatch: Dispatch): GPUBindGroupLayout {
    const key = layoutKey(dispatch);
    let layout = this.#layouts.get(key);
    if (!layout) {
      const type = (access: Access): GPUBufferBindingType =>
        access === 'read' ? 'read-only-storage' : 'storage';
      const entries: GPUBindGroupLayoutEntry[] = dispatch.bindings.map(({ access }, binding) => ({
        binding,
        visibility: COMPUTE,
        buffer: { type: type(access) },
      }));
      if (dispatch.params.length > 0) {
        entries.push({ binding: entries.length, visibility: COMPUTE, buffer: { type: 'uniform' } });
      }
      layout = this.#device.createBindGroupLayout({ label: key, entries });
      this.#layouts.set(key, layout);
    }
    return layout;
  }
}
