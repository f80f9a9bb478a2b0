// What goes with a rise and with a fall in the Chinese finance texts: words, numbers, reasons and views.
import * as words from './financeWords';
import { pick, say, type GrammarNode, type Part } from '../grammar/grammar';
import { one, range } from '../grammar/lists';

export const digit = range(0, 9);

export interface Sign {
  readonly short: string;
  readonly rise: string;
  readonly grow: string;
  readonly reason: (industry: words.Industry) => readonly string[];
  readonly views: readonly string[];
  readonly ratings: readonly string[];
  readonly lead: string;
  readonly macro: readonly string[];
  readonly commodity: readonly string[];
  readonly mood: readonly string[];
  readonly thanks: readonly string[];
  readonly margin: string;
  readonly outlook: readonly string[];
}

export const UP: Sign = {
  short: '涨',
  rise: '上涨',
  grow: '增长',
  reason: ({ good }) => good,
  views: words.UP_VIEWS,
  ratings: ['买入', '增持', '推荐'],
  lead: '领涨',
  macro: words.MACRO_UP,
  commodity: words.COMMODITY_UP,
  mood: ['情绪回暖', '买盘活跃', '多数个股收红'],
  thanks: ['主要受益于', '得益于', '原因是'],
  margin: '提升至',
  outlook: words.OUTLOOK_UP,
};

export const DOWN: Sign = {
  short: '跌',
  rise: '下跌',
  grow: '下降',
  reason: ({ bad }) => bad,
  views: words.DOWN_VIEWS,
  ratings: ['中性', '减持', '回避'],
  lead: '领跌',
  macro: words.MACRO_DOWN,
  commodity: words.COMMODITY_DOWN,
  mood: ['情绪转弱', '卖压较重', '多数个股收绿'],
  thanks: ['主要受累于', '拖累来自', '原因是'],
  margin: '降至',
  outlook: words.OUTLOOK_DOWN,
};

/** Up and down are equally likely. */
export const bySign = (brief: (sign: Sign) => Part): GrammarNode => pick(brief(UP), brief(DOWN));

export const growth = (verb: string): GrammarNode =>
  pick(
    say`小幅${verb}${range(1, 9)}.${digit}%`,
    [2, say`${verb}${range(10, 29)}.${digit}%`],
    say`大幅${verb}${range(30, 79)}.${digit}%`,
  );

/** Always above any profit, so no company earns more than it sells. */
export const revenue = say`${range(80, 999)}亿元`;
export const profit = say`${range(2, 39)}.${digit}亿元`;

export const view = (sign: Sign): GrammarNode =>
  say`${one(words.BROKERS)}证券分析师${one(words.SURNAMES)}${pick('先生', '女士')}${one(sign.views)}，${pick('给予', '维持', '调整至')}“${one(sign.ratings)}”评级`;
