// The Chinese finance reports: what the newest figures say of a company, named or not, why, and what is ahead.
import { bySign, digit, growth, profit, revenue, view } from './financeSigns';
import * as words from './financeWords';
import { bind, maybe, pick, say, type GrammarNode, type Part } from '../grammar/grammar';
import { one, range, values } from '../grammar/lists';

const source = pick([3, '最新财报'], '最新季报', '最新年报', '最新业绩快报');
const period = pick([3, '本季度'], '上半年', '前三季度', '全年');

const report = (industry: words.Industry, company: Part): GrammarNode =>
  bySign((sign) =>
    bind(
      'product',
      values(industry.products),
      say`根据${source}，${company}${period}${pick([3, '营收'], '营业收入')}${growth(sign.grow)}，${pick('达到', '为')}${revenue}${maybe(0.5, say`，净利润${pick('为', '达')}${profit}`)}。${one(sign.thanks)}${one(sign.reason(industry))}，{product.is}${pick('业务', '板块')}收入${growth(sign.grow)}${maybe(0.4, say`，毛利率${sign.margin}${range(12, 58)}.${digit}%`)}。${pick('公司', '管理层')}${pick('表示', '预计')}，${one(sign.outlook)}。${maybe(0.4, say`${view(sign)}。`)}`,
    ),
  );

/** Of any industry; half of them name the company. */
export const reports = (): GrammarNode =>
  pick(
    ...words.INDUSTRIES.map((industry) =>
      pick(
        report(industry, '公司'),
        bind(
          'brand',
          values(words.BRANDS),
          report(industry, say`{brand.is}${one(industry.suffix)}`),
        ),
      ),
    ),
  );
