import type { enKernels } from './en';
import type { WithoutPlurals } from '../plurals';

export const zhKernels: WithoutPlurals<typeof enKernels> = {
  kernels: {
    title: '训练步的内核',
    lead: '一个训练步是固定的内核派发序列：捕获一次，每步重放。',
    empty: '还没有捕获训练步。请开始一次运行；内核编译完成后会显示列表。',
    start: '前往训练',
    inOrder: '按执行顺序',
    byShader: '按着色器',
    view: '分组',
    index: '序号',
    label: '内核',
    shader: '着色器',
    grid: '工作组',
    flops: 'FLOPs',
    bytes: '字节',
    intensity: 'FLOPs/字节',
    share: 'FLOPs 占比',
    time: '用时',
    shareTime: '用时占比',
    calls: '派发次数',
    profile: '性能分析',
    profileAgain: '重新分析',
    profiling: '正在两步之间做性能分析…',
    method: {
      none: '在两个训练步之间单独测量每个内核的用时；运行不受影响。',
      timestamps: '三次运行的中位数，取自 GPU 时间戳查询。',
      wall_clock:
        '三次运行的挂钟时间中位数，每个内核单独提交：这个 GPU 适配器不支持时间戳查询，因此包含提交开销。',
    },
    total: '每步 {{n}} 次派发，{{shaders}} 个着色器，{{flops}} FLOPs，{{bytes}} 内存读写',
    caption: '一个训练步的派发',
    filter: '筛选',
    filterHint: '内核名称的一部分',
    noMatch: '没有匹配的内核。',
    idealNote:
      'FLOPs 和字节数假定每个张量只读写一次。高于约 10 FLOPs/字节的内核多受限于计算，低于则多受限于内存带宽。',
  },
  autotune: {
    title: '矩阵乘法自动调优',
    lead: '同一个矩阵乘法可由多种内核计算，哪种最快取决于 GPU。Benchtop 在首次启动时自动调优并缓存选择。可重新调优，结果用于之后开始的运行。',
    measuring: '正在自动调优，需要几秒…',
    done_other: '已调优 {{n}} 种矩阵形状。',
    chosen: '已选用',
    others: '其他内核（毫秒）；删除线：在这块 GPU 上结果不正确',
  },
};
