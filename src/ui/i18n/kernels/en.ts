export const enKernels = {
  kernels: {
    title: 'Kernels of the training step',
    lead: 'A training step is a fixed sequence of kernel dispatches, captured once and replayed in every step.',
    empty:
      'No training step has been captured yet. Start a run; the list appears once the kernels are compiled.',
    start: 'Go to training',
    inOrder: 'In execution order',
    byShader: 'By shader',
    view: 'Group',
    index: 'No.',
    label: 'Kernel',
    shader: 'Shader',
    grid: 'Workgroups',
    flops: 'FLOPs',
    bytes: 'Bytes',
    intensity: 'FLOPs/byte',
    share: 'Share of FLOPs',
    time: 'Time',
    shareTime: 'Share of time',
    calls: 'Dispatches',
    profile: 'Profile',
    profileAgain: 'Profile again',
    profiling: 'Profiling between two steps…',
    method: {
      none: 'Times each kernel separately between two training steps; the run is not affected.',
      timestamps: 'Median of three runs, by GPU timestamp queries.',
      wall_clock:
        'Median of three runs by wall clock, each kernel submitted separately: this GPU adapter has no timestamp queries, so submission overhead is included.',
    },
    total:
      'Per step: {{n}} dispatches, {{shaders}} shaders, {{flops}} FLOPs, {{bytes}} of memory traffic',
    caption: 'Dispatches of one training step',
    filter: 'Filter',
    filterHint: 'Part of a kernel name',
    noMatch: 'No kernel matches.',
    idealNote:
      'FLOPs and bytes assume that each tensor is read or written once. Kernels above about 10 FLOPs/byte tend to be compute-bound, below that memory-bound.',
  },
  autotune: {
    title: 'Matrix multiplication autotuning',
    lead: 'Several kernels can compute the same matrix multiplication; which is fastest depends on the GPU. Benchtop autotunes at the first start and caches the choice. Autotune again to apply a new choice to runs started afterwards.',
    measuring: 'Autotuning, a few seconds…',
    done_one: '{{n}} matrix shape tuned.',
    done_other: '{{n}} matrix shapes tuned.',
    chosen: 'Selected',
    others: 'Other kernels, in ms; struck through: incorrect results on this GPU',
  },
};
