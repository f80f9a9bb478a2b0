import type { enKernels } from './en';
import type { WithoutPlurals } from '../plurals';

export const zhKernels: WithoutPlurals<typeof enKernels> = {
  kernels: {
    title: '这一步的内核',
    lead: '一步训练就是一份固定的 GPU 程序清单：捕获一次，每步重放。清单如下。',
    empty: '还没有捕获到训练步。开始一次训练再回来：内核一编译好，清单就会出现。',
    start: '去开始训练',
    inOrder: '按顺序',
    byShader: '按着色器',
    view: '排列',
    index: '序号',
    label: '内核',
    shader: '着色器',
    grid: '工作组',
    flops: 'FLOP',
    bytes: '字节',
    intensity: 'FLOP/字节',
    share: '占运算量',
    time: '用时',
    shareTime: '占用时',
    calls: '派发次数',
    measure: '测量用时',
    measureAgain: '重新测量',
    measuring: '正在两步之间测量…',
    method: {
      none: '在两步之间逐个测量每个内核的用时；训练不受影响。',
      timestamps: '三次运行的中位数，取自 GPU 自己的时间戳。',
      wall_clock:
        '三次运行的中位数；这个适配器没有时间戳，每个内核单独提交、按时钟计时，因此包含往返开销。',
    },
    total: '每步 {{n}} 次派发，{{shaders}} 个着色器，{{flops}} FLOP，{{bytes}} 读写',
    caption: '一步训练的全部派发',
    filter: '筛选',
    filterHint: '名称的一部分',
    noMatch: '没有内核的名称含有它。',
    idealNote:
      'FLOP 和字节按理想情况计。每字节约 10 FLOP 以上，多半受限于运算；以下，多半受限于内存。',
  },
  tuning: {
    title: '这块 GPU 上的矩阵乘法',
    lead: '同一个乘法有多种算法，哪种最快取决于 GPU。Benchtop 在第一次开始时测量并记住选择；这里可以重新测量，之后开始的训练会采用。',
    measuring: '测量中，需要几秒…',
    done_other: '已测量 {{n}} 类乘法。',
    chosen: '选用',
    others: '其余（毫秒）；划去的在这里算错',
  },
};
