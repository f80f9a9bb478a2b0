import type { enLessons } from './en';
import type { WithoutPlurals } from '../plurals';

export const zhLessons: WithoutPlurals<typeof enLessons> = {
  title: '课程',
  lead: '每个运行只讲清一件事。打开一个，按下按钮，看着就好；每个参数仍可以改。',
  link: '全部课程',
  group: {
    texts: '养一个会写的',
    architectures: '其他架构',
    objectives: '其他目标',
    training: '训练的方法与毛病',
    tasks: '可精确判分的任务',
  },
  about: '约 {{time}}',
  steps_other: '{{steps}} 步',
  sized: '按这块 GPU 定大小',
  guessed: '时间由每个运行的计算量估出。在这里跑过一次之后，就按测得的速度算。',
  measured: '时间按你在这里最近一次运行的速度算。',
};
