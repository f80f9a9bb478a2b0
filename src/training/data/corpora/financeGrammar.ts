/**
 * The Chinese finance texts: one a line, of five sorts (report, results, market close, order, commodity).
 * The sign of a move is decided first, so words, numbers, reasons, views and ratings agree with it, and a
 * move's word (微/略/小幅/大幅) agrees with the size of its number; the leading sector moves more than its index. Separator: a line break.
 */
import { reports } from './financeReports';
import { bySign, digit, DOWN, growth, profit, revenue, UP, view, type Sign } from './financeSigns';
import * as words from './financeWords';
import { bind, defineGrammar, maybe, pick, say, type GrammarNode } from '../grammar/grammar';
import { one, range, values } from '../grammar/lists';

/** No last zero and no 0.0: a share is written in one way only. */
const hundredths = say`${digit}${range(1, 9)}`;

/** A day's move in percent; its word and its size belong together. */
const smallMove = ({ short, rise }: Sign): GrammarNode =>
  pick(say`${pick('微', '略')}${short}0.${hundredths}%`, say`小幅${rise}1.${hundredths}%`);
const largeMove = ({ rise }: Sign): GrammarNode =>
  pick(say`${rise}${range(2, 3)}.${hundredths}%`, say`大幅${rise}${range(4, 9)}.${hundredths}%`);
const dailyMove = (sign: Sign): GrammarNode => pick(smallMove(sign), largeMove(sign));

const money = pick(say`${range(2, 99)}.${digit}亿元`, say`${range(100, 999)}亿元`);
const quarter = say`${pick('2023', '2024', '2025')}年${pick('一季度', '上半年', '三季度', '全年')}`;
const day = pick('周一', '周二', '周三', '周四', '周五');
const session = pick('早盘', '午后', '尾盘', '当日');
const sectorNames = words.INDUSTRIES.map(({ sector }) => ({ is: sector }));

const shares = (sign: Sign): GrammarNode =>
  pick(
    say`消息公布后，{brand.is}股价${dailyMove(sign)}`,
    say`${session}，公司股价${dailyMove(sign)}，报${range(3, 180)}.${hundredths}元`,
    say`{brand.is}${day}${dailyMove(sign)}`,
  );

const results = (industry: words.Industry): GrammarNode =>
  bySign((sign) =>
    bind(
      'product',
      values(industry.products),
      say`{brand.is}${one(industry.suffix)}${pick('公布', '披露', '发布')}${quarter}${pick('业绩', '财报')}：${pick('营业收入', '营收')}${revenue}，同比${growth(sign.grow)}${maybe(0.6, say`；净利润${profit}，同比${growth(sign.grow)}`)}。${one(sign.thanks)}${one(sign.reason(industry))}，{product.is}收入${growth(sign.grow)}。${maybe(0.6, say`${view(sign)}。`)}${maybe(0.6, say`${shares(sign)}。`)}`,
    ),
  );

const order = (industry: words.Industry): GrammarNode =>
  bind(
    'product',
    values(industry.products),
    pick(
      say`{brand.is}${one(industry.suffix)}${pick('公告', '宣布')}，${pick('签下', '中标', '获得')}{product.is}${pick('订单', '合同', '项目')}，${pick('金额', '总价')}${money}，${pick('工期', '期限')}${range(2, 36)}个月。${maybe(0.5, say`${view(UP)}。`)}${shares(UP)}。`,
      say`{brand.is}${one(industry.suffix)}${pick('公告', '宣布')}，{product.is}${pick('工厂', '项目', '业务')}${pick('暂停', '延期', '终止')}，${pick('预计影响', '涉及')}${pick('收入', '投资')}${money}，${pick('因', '由于')}${one(industry.bad)}。${maybe(0.5, say`${view(DOWN)}。`)}${shares(DOWN)}。`,
    ),
  );

const company = (): GrammarNode =>
  pick(
    ...words.INDUSTRIES.map((industry) =>
      bind('brand', values(words.BRANDS), pick([3, results(industry)], [1, order(industry)])),
    ),
  );

const marketClose = (): GrammarNode =>
  bySign((sign) =>
    bind(
      'index',
      words.INDEXES,
      bind(
        'sector',
        sectorNames,
        say`${day}{index.name}${smallMove(sign)}，${pick('收于', '报')}${range(1, 9)}${digit}${digit}${digit}点，${pick('两市成交', '全天成交')}${range(4, 19)}${digit}00亿元。{sector.is}板块${sign.lead}，${pick('盘中一度', '全天')}${largeMove(sign)}。${pick('市场人士', '交易员', '分析师')}${pick('表示', '指出', '认为')}，${one(sign.macro)}，${one(sign.mood)}${maybe(0.5, say`，${pick('后市', '短期')}关注{sector.is}${pick('业绩', '资金', '政策')}`)}。`,
      ),
    ),
  );

const commodity = (): GrammarNode =>
  bySign((sign) =>
    bind(
      'commodity',
      words.COMMODITIES,
      say`${session}{commodity.name}${pick('期货', '主力合约')}${dailyMove(sign)}，报${range(40, 999)}${pick('0', '5')}{commodity.unit}。${pick('分析称', '贸易商称', '机构称')}，${one(sign.commodity)}${maybe(0.5, say`，且${one(sign.commodity)}`)}，${pick('本周', '本月', '今年以来')}{commodity.name}累计${growth(sign.rise)}。`,
    ),
  );

export const FINANCE_GRAMMAR = defineGrammar({
  id: 'finance_zh',
  separator: '\n',
  root: () => pick([4, reports()], [4, company()], [2, marketClose()], [2, commodity()]),
});
