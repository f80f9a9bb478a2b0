import type { enCheck } from './en';
import type { WithoutPlurals } from '../plurals';

export const zhCheck: WithoutPlurals<typeof enCheck> = {
  check: {
    title: '检查这块 GPU',
    lead: '每个内核都有一个简单的参考实现和若干更快的变体。变体可能因 Benchtop 或 GPU 驱动的缺陷而出错。本页在这块 GPU 上用不规则的形状运行两者，并逐个比较数值。',
    which: '要检查的内核',
    everything_other: '全部内核（{{n}} 项比较）',
    start: '检查',
    first: '正在编译第一批内核…',
    empty:
      '尚未检查任何内核。在 GPU 上只需几秒，在软件（CPU）适配器上需要几分钟。检查期间可以浏览其他页面。',
    state: {
      running: '正在检查。',
      done: '已完成。',
      stopped: '已停止。',
      failed: '检查未能完成。',
    },
    counts: '已比较 {{done}} / {{total}}：{{passed}} 项通过，{{failed}} 项未通过',
    show: '显示',
    all: '全部',
    failed: '只看未通过',
    noneFailed: '没有未通过的比较。',
    copy: '复制报告',
    copied: '已复制',
    copyByHand: '浏览器拒绝访问剪贴板。请从这里手动复制报告：',
    caption: '内核变体与参考实现的比较',
    shape: '形状',
    variant: '变体',
    worst: '最大差异',
    tolerance: '容差',
    used: '占容差的比例',
    result: '结果',
    passed: '通过',
    notPassed: '未通过',
    note: '差异相对于最大值计算。各变体的求和顺序不同，末几位可能不同；float16 约有三位有效数字。比较未通过说明内核或驱动有缺陷，请反馈这份报告。',
    fromKernels: '在这块 GPU 上检查这些内核',
    fromStatus: '在这块 GPU 上检查内核',
  },
};
