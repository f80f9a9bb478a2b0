// The one place that composes and compiles WGSL. The prelude is concatenation only: enable lines,
// `alias elem`, constants, then lib files, then the family's own file.
import type { Access, Dispatch } from './dispatch';
import { PipelineError } from './errors';

const COMPUTE = 4; // GPUShaderStage.COMPUTE

/** The module that a dispatch runs, exactly as compiled; the app shows this text. */
export function composeWgsl(dispatch: Dispatch): string {
  const lines: string[] = [];
  const enables = new Set(dispatch.enables);
  if (dispatch.elem === 'f16') enables.add('f16');
  for (const name of enables) lines.push(`enable ${name};`);
  if (dispatch.elem) lines.push(`alias elem = ${dispatch.elem};`);
  // Untyped constants: they take the type of where they are used.
  for (const [name, value] of Object.entries(dispatch.constants ?? {})) {
    lines.push(`const ${name} = ${value};`);
  }
  return [...lines, ...(dispatch.shader.lib ?? []), dispatch.shader.code].join('\n');
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
  readonly #pipelines = new Map<string, Promise<Compiled>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get size(): number {
    return this.#pipelines.size;
  }

  /** @throws PipelineError shader_failed with the compiler's own words. */
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
    const layout = this.#layout(dispatch);
    const { entry = 'main', label, overrides = {} } = dispatch;
    let module = this.#modules.get(code);
    if (!module) {
      module = this.#device.createShaderModule({ label, code });
      this.#modules.set(code, module);
    }
    try {
      const pipeline = await this.#device.createComputePipelineAsync({
        label,
        layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: entry, constants: overrides },
      });
      return { pipeline, layout };
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new PipelineError('shader_failed', `${label} did not compile: ${detail}`, {
        label,
        detail,
      });
    }
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
